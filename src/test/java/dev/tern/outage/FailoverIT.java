package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that three sentinels watch is killed under load, and its asynchronous replica lacks what came last. */
class FailoverIT {
    private static final int SENTINELS = 3;
    private static final long BACK_MILLIS_MAX = 10_000;

    private final Path folder;

    FailoverIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void losesNothing() throws IOException, InterruptedException {
        EmbeddedEngines engines = EmbeddedEngines.start(folder.resolve("engines"));
        List<RedisProcess> sentinels = new ArrayList<>();
        try (RedisProcess master = RedisProcess.start(folder.resolve("master"), EmbeddedEngines.freePort());
                RedisProcess replica = RedisProcess.start(
                        folder.resolve("replica"),
                        EmbeddedEngines.freePort(),
                        "--replicaof",
                        "127.0.0.1",
                        Integer.toString(master.port()))) {
            for (int i = 0; i < SENTINELS; i++) {
                sentinels.add(RedisProcess.startSentinel(
                        folder.resolve("sentinel-" + i), EmbeddedEngines.freePort(), master.port()));
            }
            TestSite.await("sentinels know the replica and each other", () -> sentinels.stream()
                    .allMatch(
                            sentinel -> sentinel.answer("SENTINEL MASTER tern").contains("num-slaves\n1\n")
                                    && sentinel.answer("SENTINEL MASTER tern").contains("num-other-sentinels\n2\n")));
            try (Packaged pod = pod(engines, sentinels)) {
                TestSite.await("ready", () -> pod.readiness() == 200);
                failOver(pod, master, replica);
            }
        } finally {
            for (RedisProcess sentinel : sentinels) {
                sentinel.close();
            }
            engines.stop();
        }
    }

    private static void failOver(Packaged pod, RedisProcess master, RedisProcess replica) throws InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > 5_000);
            replica.fallBehind();
            offered.awaitMore("some that the replica has not", 1_000);
            master.kill();
            TestSite.await("promoted", () -> replica.answer("ROLE").contains("master"));
            long promoted = System.nanoTime();
            TestSite.await("back", () -> pod.get(Offered.SITE + "/visitors/AAAAAAAAAAAAAAAAAAAAAA/audiences") == 200);
            long tookMillis = (System.nanoTime() - promoted) / 1_000_000;
            System.out.printf("Failover: back %d ms after the promotion%n", tookMillis);
            assertTrue(tookMillis < BACK_MILLIS_MAX, () -> "back after " + tookMillis + " ms");
            offered.awaitMore("some more", 1_000);
            offered.stop();
            offered.requireFound(pod, "Failover by three sentinels");
        }
    }

    private Packaged pod(EmbeddedEngines engines, List<RedisProcess> sentinels) throws IOException {
        Map<String, String> environment =
                Packaged.environment(engines, Files.createDirectory(folder.resolve("journal")));
        environment.put("TERN_JOURNAL_SIZE", "64M");
        environment.put("QUARKUS_REDIS_CLIENT_TYPE", "sentinel");
        environment.put("QUARKUS_REDIS_MASTER_NAME", "tern");
        environment.put(
                "QUARKUS_REDIS_HOSTS",
                sentinels.stream()
                        .map(sentinel -> "redis://127.0.0.1:" + sentinel.port())
                        .collect(Collectors.joining(",")));
        return Packaged.start(folder, environment);
    }
}
