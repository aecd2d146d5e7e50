package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects of each overlay find each other, and what they ask of Tern. */
class ManifestsTest {
    private static List<String> selected(Overlay overlay, LabelSelector selector) {
        return overlay.pods().stream()
                .filter(pods -> pods.areSelectedBy(selector))
                .map(Pods::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void runsTheTwoPartsOfTernAndTheMigration(Overlay overlay) {
        Set<String> ofTern = overlay.ofTern().stream().map(Pods::name).collect(Collectors.toSet());

        assertEquals(Set.of("tern-collector", "tern-query", "tern-migration"), ofTern);
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void keepsEveryObjectInOneNamespaceOfRestrictedPods(Overlay overlay) {
        var namespaces = overlay.all(Namespace.class);
        String namespace = namespaces.getFirst().getMetadata().getName();

        assertEquals(1, namespaces.size());
        assertEquals(
                "restricted",
                namespaces.getFirst().getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"));
        overlay.objects().stream()
                .filter(object -> !(object instanceof Namespace))
                .forEach(object -> assertEquals(
                        namespace,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()));
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void selectsThePodsOfEachDeploymentAlone(Overlay overlay) {
        for (Deployment deployment : overlay.all(Deployment.class)) {
            String name = deployment.getMetadata().getName();

            assertEquals(List.of(name), selected(overlay, deployment.getSpec().getSelector()));
            for (var constraint : deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints()) {
                assertEquals(List.of(name), selected(overlay, constraint.getLabelSelector()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void leadsEachServiceToPortsThatItsPodsOpen(Overlay overlay) {
        for (Service service : overlay.all(Service.class)) {
            String name = service.getMetadata().getName();
            List<Pods> pods = overlay.pods().stream()
                    .filter(each -> each.areSelectedBy(service.getSpec().getSelector()))
                    .filter(each -> overlay.find(Deployment.class, each.name()).isPresent())
                    .toList();

            assertFalse(pods.isEmpty(), name);
            for (ServicePort port : service.getSpec().getPorts()) {
                pods.forEach(each -> assertTrue(each.port(port.getTargetPort()).isPresent(), name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void bringsEverySecretThatIsAskedForAndNoOther(Overlay overlay) {
        Map<String, Set<String>> asked = overlay.pods().stream()
                .flatMap(pods -> pods.secrets().stream())
                .collect(Collectors.groupingBy(
                        SecretKeySelector::getName, Collectors.mapping(SecretKeySelector::getKey, Collectors.toSet())));

        assertEquals(Set.of("tern"), asked.keySet());
        assertEquals(asked.get("tern"), overlay.secretKeys("tern"));
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void holdsNoSecretOutsideOfDevelopment(Overlay overlay) {
        List<Secret> secrets = overlay.all(Secret.class);

        if (overlay.name().equals("dev")) {
            secrets.forEach(secret -> secret.getStringData().forEach((key, value) -> {
                assertTrue(value.startsWith("dev-only-") || key.equals("QUARKUS_DATASOURCE_USERNAME"), key);
            }));
        } else {
            assertEquals(List.of(), secrets);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void givesNoPodATokenOfKubernetes(Overlay overlay) {
        for (Pods pods : overlay.pods()) {
            assertEquals(false, pods.spec().getAutomountServiceAccountToken(), pods.name());
        }
        for (Pods pods : overlay.ofTern()) {
            var account = overlay.get(ServiceAccount.class, pods.spec().getServiceAccountName());
            assertEquals(false, account.getAutomountServiceAccountToken());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void scalesEachPartByFiguresThatThereAre(Overlay overlay) throws IOException {
        String metrics = Files.readString(Path.of("docs/metrics.md"));

        for (Pods pods : overlay.serving()) {
            var scaler = overlay.get(HorizontalPodAutoscaler.class, pods.name()).getSpec();

            assertEquals("Deployment", scaler.getScaleTargetRef().getKind());
            assertEquals(pods.name(), scaler.getScaleTargetRef().getName());
            assertNull(overlay.get(Deployment.class, pods.name()).getSpec().getReplicas(), "the scaler says how many");
            assertTrue(scaler.getMinReplicas() <= scaler.getMaxReplicas());
            assertTrue(pods.container().getResources().getRequests().containsKey("cpu"));
            assertEquals(
                    pods.name().equals("tern-collector")
                            ? List.of("Resource cpu", "Pods tern_journal_waiting")
                            : List.of("Resource cpu"),
                    scaler.getMetrics().stream().map(ManifestsTest::figure).toList());
            scaler.getMetrics().stream()
                    .filter(metric -> metric.getPods() != null)
                    .map(metric -> metric.getPods().getMetric().getName())
                    .forEach(metric -> assertTrue(metrics.contains("| `" + metric + "` |"), metric));
        }
    }

    private static String figure(MetricSpec metric) {
        return metric.getType() + " "
                + (metric.getPods() == null
                        ? metric.getResource().getName()
                        : metric.getPods().getMetric().getName());
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void takesNoMoreThanOnePodOfEachPartAway(Overlay overlay) {
        for (Pods pods : overlay.serving()) {
            var budget = overlay.get(PodDisruptionBudget.class, pods.name()).getSpec();

            assertEquals(List.of(pods.name()), selected(overlay, budget.getSelector()));
            assertEquals(1, budget.getMaxUnavailable().getIntVal());
        }
    }
}
