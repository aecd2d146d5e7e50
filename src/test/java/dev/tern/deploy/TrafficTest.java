package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tern.surface.Surface;
import dev.tern.surface.SurfacesConfig;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request of the API is led to pods that serve its surface, on the host of each site. */
class TrafficTest {
    private static final Pattern EVENTS = Pattern.compile("/v1/sites/([^/]+)/events");

    private static Set<String> paths(String site) {
        try {
            var contract = new YAMLMapper()
                    .readTree(Path.of("openapi/openapi.yaml").toFile())
                    .get("paths");
            return contract.propertyStream()
                    .map(path -> path.getKey().replace("{site}", site).replaceAll("\\{[^}]+}", "x"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The site of a host, which is the one whose events the host takes. */
    private static String site(IngressRule rule) {
        return rule.getHttp().getPaths().stream()
                .map(path -> EVENTS.matcher(path.getPath()))
                .filter(Matcher::matches)
                .map(events -> events.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(rule.getHost() + " takes no events"));
    }

    private static Stream<IngressRule> rules(Overlay overlay) {
        return overlay.all(Ingress.class).stream().flatMap(ingress -> ingress.getSpec().getRules().stream());
    }

    /** As Kubernetes says: the longest path that has it, and of two as long the exact one. */
    private static HTTPIngressPath way(IngressRule rule, String path) {
        return rule.getHttp().getPaths().stream()
                .filter(way -> leads(way, path))
                .max(Comparator.comparing((HTTPIngressPath way) -> way.getPath().length())
                        .thenComparing(way -> way.getPathType().equals("Exact")))
                .orElseThrow(() -> new AssertionError(rule.getHost() + " leads nowhere with " + path));
    }

    private static boolean leads(HTTPIngressPath way, String path) {
        return switch (way.getPathType()) {
            case "Exact" -> path.equals(way.getPath());
            case "Prefix" -> (path + "/").startsWith(way.getPath().replaceAll("/$", "") + "/");
            default -> throw new UnsupportedOperationException(way.getPathType());
        };
    }

    private static List<Pods> behind(Overlay overlay, HTTPIngressPath way) {
        var service = overlay.get(Service.class, way.getBackend().getService().getName());
        return overlay.serving().stream()
                .filter(pods -> pods.areSelectedBy(service.getSpec().getSelector()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void leadsEveryPathOfTheContractToPodsThatServeIt(Overlay overlay) {
        rules(overlay).forEach(rule -> {
            for (String path : paths(site(rule))) {
                List<Pods> pods = behind(overlay, way(rule, path));

                assertFalse(pods.isEmpty(), path);
                pods.forEach(each -> assertTrue(
                        Settings.of(each)
                                .getConfigMapping(SurfacesConfig.class)
                                .surfaces()
                                .contains(Surface.of(path).orElseThrow()),
                        () -> path + " is led to " + each));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void leadsToTheApiAndNotToManagement(Overlay overlay) {
        rules(overlay).flatMap(rule -> rule.getHttp().getPaths().stream()).forEach(way -> {
            var backend = way.getBackend().getService();
            List<ServicePort> ports = overlay.get(Service.class, backend.getName()).getSpec().getPorts().stream()
                    .filter(port -> port.getName().equals(backend.getPort().getName()))
                    .toList();

            assertEquals(1, ports.size(), way.getPath());
            assertEquals("http", ports.getFirst().getTargetPort().getStrVal());
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void hasAHostForEachSite(Overlay overlay) {
        List<String> hosts = rules(overlay).map(IngressRule::getHost).toList();
        List<String> sites = rules(overlay).map(TrafficTest::site).toList();

        assertFalse(hosts.contains(null), "a rule without a host takes every host");
        assertEquals(new HashSet<>(hosts).size(), hosts.size());
        assertEquals(new HashSet<>(sites).size(), sites.size());
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void encryptsEveryHostOutsideOfDevelopment(Overlay overlay) {
        Set<String> encrypted = overlay.all(Ingress.class).stream()
                .flatMap(ingress -> ingress.getSpec().getTls().stream())
                .map(IngressTLS::getHosts)
                .flatMap(List::stream)
                .collect(Collectors.toSet());

        Set<String> expected = overlay.name().equals("dev")
                ? Set.of()
                : rules(overlay).map(IngressRule::getHost).collect(Collectors.toSet());
        assertEquals(expected, encrypted);
    }
}
