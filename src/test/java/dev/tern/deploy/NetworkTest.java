package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policies let in and out of pods: what Tern's work takes, and nothing else. */
class NetworkTest {
    private static final int DNS = 53;

    static Stream<Pods> serving() {
        return Overlay.all().flatMap(overlay -> overlay.serving().stream());
    }

    private static Stream<NetworkPolicy> policies(Pods pods, String type) {
        return pods.overlay().all(NetworkPolicy.class).stream()
                .filter(policy -> pods.areSelectedBy(policy.getSpec().getPodSelector()))
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(type));
    }

    private static List<NetworkPolicyIngressRule> ingress(Pods pods) {
        return policies(pods, "Ingress")
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .toList();
    }

    private static List<NetworkPolicyEgressRule> egress(Pods pods) {
        return policies(pods, "Egress")
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .toList();
    }

    private static Set<Integer> numbers(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().getIntVal()).collect(Collectors.toSet());
    }

    /** The address of a URL, with or without the {@code jdbc:} before it. */
    private static URI address(Overlay overlay, String variable) {
        String first = overlay.configMap("tern").get(variable).split(",", -1)[0];
        return URI.create(first.replaceFirst("^jdbc:", ""));
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void denyWhatNoPolicyNames(Overlay overlay) {
        var deny = overlay.get(NetworkPolicy.class, "default-deny").getSpec();

        assertEquals(Map.of(), deny.getPodSelector().getMatchLabels());
        assertEquals(List.of(), deny.getPodSelector().getMatchExpressions());
        assertEquals(List.of("Ingress", "Egress"), deny.getPolicyTypes());
        assertEquals(List.of(), deny.getIngress());
        assertEquals(List.of(), deny.getEgress());
        for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
            String name = policy.getMetadata().getName();
            for (var rule : policy.getSpec().getIngress()) {
                assertFalse(rule.getFrom().isEmpty() || rule.getPorts().isEmpty(), name);
            }
            for (var rule : policy.getSpec().getEgress()) {
                assertFalse(rule.getTo().isEmpty() || rule.getPorts().isEmpty(), name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void letEachPartOutToWhatItTalksTo(Overlay overlay) {
        int redis = address(overlay, "QUARKUS_REDIS_HOSTS").getPort();
        int postgresql = address(overlay, "QUARKUS_DATASOURCE_JDBC_URL").getPort();

        assertEquals(Set.of(DNS, redis), portsOut(overlay.pods("tern-collector")));
        assertEquals(Set.of(DNS, redis, postgresql), portsOut(overlay.pods("tern-query")));
        assertEquals(Set.of(DNS, postgresql), portsOut(overlay.pods("tern-migration")));
    }

    private static Set<Integer> portsOut(Pods pods) {
        return egress(pods).stream()
                .flatMap(rule -> numbers(rule.getPorts()).stream())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("serving")
    void askForNamesOfTheClusterAlone(Pods pods) {
        List<NetworkPolicyEgressRule> names = egress(pods).stream()
                .filter(rule -> numbers(rule.getPorts()).contains(DNS))
                .toList();

        assertEquals(1, names.size());
        assertEquals(
                List.of("UDP", "TCP"),
                names.getFirst().getPorts().stream()
                        .map(NetworkPolicyPort::getProtocol)
                        .toList());
        assertEquals("kube-system", namespace(names.getFirst().getTo().getFirst()));
    }

    @ParameterizedTest
    @MethodSource("serving")
    void letTheIngressControllerInToTheApiAndOnlyWatchersBeside(Pods pods) {
        for (NetworkPolicyIngressRule rule : ingress(pods)) {
            Set<String> from =
                    rule.getFrom().stream().map(NetworkTest::namespace).collect(Collectors.toCollection(TreeSet::new));
            Set<Integer> ports = rule.getPorts().stream()
                    .map(port -> pods.port(port.getPort()).orElseThrow())
                    .collect(Collectors.toSet());

            boolean api = ports.contains(pods.port(new IntOrString("http")).orElseThrow());

            assertEquals(api ? Set.of("ingress") : Set.of("monitoring"), from);
            assertEquals(1, ports.size());
        }
        assertTrue(
                ingress(pods).stream().flatMap(rule -> rule.getFrom().stream()).anyMatch(peer -> "ingress"
                        .equals(namespace(peer))));
    }

    private static String namespace(NetworkPolicyPeer peer) {
        return peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name");
    }

    @Test
    void leadToTheRedisAndPostgresqlOfDevelopment() {
        Overlay dev = Overlay.named("dev");
        for (String variable : List.of("QUARKUS_REDIS_HOSTS", "QUARKUS_DATASOURCE_JDBC_URL")) {
            URI address = address(dev, variable);

            var ports = dev.get(Service.class, address.getHost()).getSpec().getPorts();

            assertEquals(
                    List.of(address.getPort()),
                    ports.stream().map(port -> port.getPort()).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tern-collector, redis, true",
        "tern-query, redis, true",
        "tern-migration, redis, false",
        "tern-collector, postgres, false",
        "tern-query, postgres, true",
        "tern-migration, postgres, true",
        "tern-collector, tern-query, false",
        "tern-query, tern-collector, false",
        "redis, tern-collector, false",
        "redis, postgres, false",
        "postgres, redis, false"
    })
    void connectThePodsOfDevelopmentAsTheyNeedIt(String from, String to, boolean connected) {
        Overlay dev = Overlay.named("dev");
        Pods client = dev.pods(from);
        Pods server = dev.pods(to);

        Set<Integer> out = egress(client).stream()
                .filter(rule -> rule.getTo().stream().anyMatch(peer -> has(peer, server)))
                .flatMap(rule -> numbers(rule.getPorts()).stream())
                .collect(Collectors.toSet());
        Set<Integer> in = ingress(server).stream()
                .filter(rule -> rule.getFrom().stream().anyMatch(peer -> has(peer, client)))
                .flatMap(rule -> numbers(rule.getPorts()).stream())
                .collect(Collectors.toSet());
        boolean passes = out.stream().filter(in::contains).anyMatch(port -> server.port(new IntOrString(port))
                .isPresent());

        assertEquals(connected, passes);
        assertEquals(connected, !out.isEmpty() && !in.isEmpty());
    }

    private static boolean has(NetworkPolicyPeer peer, Pods pods) {
        return peer.getPodSelector() != null
                && peer.getNamespaceSelector() == null
                && pods.areSelectedBy(peer.getPodSelector());
    }
}
