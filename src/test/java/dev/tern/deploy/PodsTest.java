package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.recording.JournalConfig;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.smallrye.config.SmallRyeConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods have what Tern needs, by Tern's own settings, and nothing more. */
class PodsTest {
    static Stream<Pods> all() {
        return Overlay.all().flatMap(overlay -> overlay.pods().stream());
    }

    static Stream<Pods> ofTern() {
        return Overlay.all().flatMap(overlay -> overlay.ofTern().stream());
    }

    static Stream<Pods> serving() {
        return Overlay.all().flatMap(overlay -> overlay.serving().stream());
    }

    private static Volume volume(Pods pods, String name) {
        return pods.spec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pods + " has no volume " + name));
    }

    @ParameterizedTest
    @MethodSource("all")
    void areRestricted(Pods pods) {
        var pod = pods.spec().getSecurityContext();
        var container = pods.container().getSecurityContext();

        assertEquals(true, pod.getRunAsNonRoot());
        assertTrue(pod.getRunAsUser() > 0);
        assertEquals("RuntimeDefault", pod.getSeccompProfile().getType());
        assertEquals(false, container.getAllowPrivilegeEscalation());
        assertEquals(true, container.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), container.getCapabilities().getDrop());
        assertEquals(false, pods.spec().getEnableServiceLinks());
        assertNull(pods.spec().getHostNetwork());
    }

    @ParameterizedTest
    @MethodSource("all")
    void askForTheMemoryThatTheyMayTake(Pods pods) {
        var resources = pods.container().getResources();

        assertEquals(
                resources.getRequests().get("memory"), resources.getLimits().get("memory"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void runAnImageOfAVersion(Pods pods) {
        String image = pods.container().getImage();

        boolean builtHere = pods.overlay().name().equals("dev") && image.equals("tern");
        assertTrue(builtHere || image.matches(".+:[0-9][^:]*"), image);
    }

    @ParameterizedTest
    @MethodSource("all")
    void mountTheVolumesThatTheyHaveAndLimitEach(Pods pods) {
        Set<String> mounted = pods.container().getVolumeMounts().stream()
                .map(VolumeMount::getName)
                .collect(Collectors.toSet());

        assertEquals(pods.spec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet()), mounted);
        pods.spec()
                .getVolumes()
                .forEach(volume -> assertNotNull(volume.getEmptyDir().getSizeLimit(), volume.getName()));
    }

    @ParameterizedTest
    @MethodSource("ofTern")
    void runAsTheUserOfTheImage(Pods pods) {
        assertEquals(10001, pods.spec().getSecurityContext().getRunAsUser());
    }

    @ParameterizedTest
    @MethodSource("serving")
    void openThePortsThatTernListensOn(Pods pods) {
        SmallRyeConfig settings = Settings.of(pods);

        Map<String, Integer> open = pods.container().getPorts().stream()
                .collect(Collectors.toMap(port -> port.getName(), port -> port.getContainerPort()));

        assertEquals(
                Map.of(
                        "http", settings.getValue("quarkus.http.port", Integer.class),
                        "management", settings.getValue("quarkus.management.port", Integer.class)),
                open);
    }

    @ParameterizedTest
    @MethodSource("serving")
    void areAskedForHealthWhereTernAnswers(Pods pods) {
        var container = pods.container();

        assertAsks("/q/health/started", container.getStartupProbe());
        assertAsks("/q/health/live", container.getLivenessProbe());
        assertAsks("/q/health/ready", container.getReadinessProbe());
    }

    private static void assertAsks(String path, Probe probe) {
        assertEquals("management", probe.getHttpGet().getPort().getStrVal());
        assertEquals(path, probe.getHttpGet().getPath());
    }

    @ParameterizedTest
    @MethodSource("serving")
    void haveAVolumeForTheJournalThatHoldsIt(Pods pods) {
        var journal = Settings.of(pods).getConfigMapping(JournalConfig.class);
        var mount = pods.container().getVolumeMounts().stream()
                .filter(each -> each.getName().equals("journal"))
                .findFirst()
                .orElseThrow();

        BigDecimal limitBytes = bytes(volume(pods, "journal").getEmptyDir().getSizeLimit());

        assertEquals(Optional.of(Path.of(mount.getMountPath())), journal.directory());
        assertTrue(limitBytes.compareTo(BigDecimal.valueOf(journal.size().asLongValue())) > 0, limitBytes::toString);
        assertEquals(
                pods.spec().getSecurityContext().getRunAsGroup(),
                pods.spec().getSecurityContext().getFsGroup());
    }

    @ParameterizedTest
    @MethodSource("serving")
    void askForTheStorageOfTheirVolumes(Pods pods) {
        BigDecimal volumesBytes = pods.spec().getVolumes().stream()
                .map(volume -> bytes(volume.getEmptyDir().getSizeLimit()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        Quantity storage = pods.container().getResources().getRequests().get("ephemeral-storage");

        assertTrue(bytes(storage).compareTo(volumesBytes) >= 0);
    }

    private static BigDecimal bytes(Quantity quantity) {
        return quantity.getNumericalAmount();
    }

    @ParameterizedTest
    @MethodSource("serving")
    void haveTheTimeToStopWithoutLoss(Pods pods) {
        SmallRyeConfig settings = Settings.of(pods);
        Duration stop = settings.getValue("quarkus.shutdown.delay", Duration.class)
                .plus(settings.getValue("quarkus.shutdown.timeout", Duration.class))
                .plus(settings.getConfigMapping(JournalConfig.class).drainTimeout());

        Duration grace = Duration.ofSeconds(pods.spec().getTerminationGracePeriodSeconds());

        assertTrue(settings.getValue("quarkus.shutdown.delay-enabled", Boolean.class));
        assertTrue(grace.compareTo(stop) > 0, grace + " are no more than " + stop);
    }
}
