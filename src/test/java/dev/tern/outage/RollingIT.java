package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.ops.EmbeddedEngines;
import dev.tern.sql.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two pods behind one address are restarted one after the other under load, and nobody notices. As a Service of Kubernetes does, the
 * address leads each new connection to a pod that was ready a moment ago, and leaves it there.
 */
@SuppressWarnings("NullAway.Init") // start fills it
class RollingIT {
    private static final int ROUNDS = Boolean.getBoolean("outage.long") ? 10 : 1;
    private static final long ASKED_EVERY_NANOS = Duration.ofMillis(100).toNanos();
    private static final List<String> ANSWERED_200 = List.of(
            "/p/shop.gif?e=view",
            Offered.SITE + "/visitors/AAAAAAAAAAAAAAAAAAAAAA/audiences",
            Offered.SITE + "/audiences/all",
            "/privacy/shop");

    private final Path folder;
    private final List<Packaged> pods = new CopyOnWriteArrayList<>();
    private volatile List<Packaged> ready = List.of();
    private volatile boolean stopping = false;
    private final AtomicInteger connections = new AtomicInteger();
    private EmbeddedEngines engines;
    private Wire address;

    RollingIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        address = new Wire(this::portOfAReadyPod, false);
        Thread.ofVirtual().start(this::askWhoIsReady);
    }

    private void askWhoIsReady() {
        while (!stopping) {
            ready = pods.stream().filter(pod -> pod.readiness() == 200).toList();
            LockSupport.parkNanos(ASKED_EVERY_NANOS);
        }
    }

    /** One after the other. */
    private int portOfAReadyPod() {
        List<Packaged> some = ready;
        return some.get(connections.getAndIncrement() % some.size()).port();
    }

    @AfterEach
    void stop() throws IOException {
        stopping = true;
        address.close();
        pods.forEach(Packaged::close);
        engines.stop();
    }

    @Test
    void failsNoRequest() throws IOException, InterruptedException {
        Packaged inPlace = started("in-place");
        Packaged replaced = started("replaced-0");
        awaitReady();
        Offered.define(inPlace);
        TestSite.await("the other knows it", () -> replaced.get(Offered.SITE + "/audiences/all/members") == 200);
        try (Offered offered = Offered.at(address.port())) {
            offered.lookUp();
            offered.gently();
            requireMore(offered);
            for (int round = 1; round <= ROUNDS; round++) {
                restartOnItsJournal();
                requireMore(offered);
                replaceByAnEmptyJournal("replaced-" + round);
                requireMore(offered);
            }
            offered.stop();

            offered.requireFound(pods, "Rolling restart of two pods, %d times".formatted(ROUNDS));
            assertEquals(Set.of(), offered.failures());
        }
    }

    private static void requireMore(Offered offered) {
        offered.awaitMore("some more", 1_000);
    }

    /** As a StatefulSet does it. */
    private void restartOnItsJournal() throws IOException, InterruptedException {
        Packaged before = pods.getFirst();
        end(before);
        pods.add(before.again());
        awaitReady();
    }

    /** As a Deployment does it. */
    private void replaceByAnEmptyJournal(String journal) throws IOException, InterruptedException {
        Packaged before = pods.getFirst();
        started(journal);
        awaitReady();
        end(before);
    }

    /** Whoever asks it meanwhile is told to leave, by each of its ways to answer. */
    private void end(Packaged pod) throws InterruptedException {
        for (String path : ANSWERED_200) {
            assertEquals(List.of(), connection(pod, path), path);
        }

        pod.terminate();
        TestSite.await("unready", () -> pod.readiness() == 503);

        for (String path : ANSWERED_200) {
            assertEquals(List.of("close"), connection(pod, path), path);
        }
        pod.exit();
        pods.remove(pod);
    }

    private static List<String> connection(Packaged pod, String path) {
        HttpResponse<String> answer = pod.answer(pod.request(path).build());
        return answer.headers().allValues("connection");
    }

    private Packaged started(String journal) throws IOException {
        Map<String, String> environment = Packaged.environment(engines, Files.createDirectory(folder.resolve(journal)));
        environment.put("QUARKUS_SHUTDOWN_DELAY", "3s");
        Packaged pod = Packaged.start(folder, environment);
        pods.add(pod);
        return pod;
    }

    private void awaitReady() {
        TestSite.await("all are led to", () -> ready.size() == pods.size());
    }
}
