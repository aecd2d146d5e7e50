package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import dev.tern.sql.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was accepted is in its audience, whatever became of Tern and of Redis meanwhile. Short by default; {@code -Doutage.long=true}
 * has outages last as long, and come as often, as {@code docs/RELIABILITY.md} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // start fills it
class OutageIT {
    private static final boolean LONG = Boolean.getBoolean("outage.long");
    private static final long SEED = 42;
    private static final int LOOKUPS = 20;

    /** Of {@code appendfsync everysec}. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(1);

    /** Ample for a Tern that waits for nothing to end, and much less than one waits. */
    private static final Duration STOPPING = Duration.ofSeconds(4);

    private Path folder;
    private EmbeddedEngines engines;
    private RedisProcess redis;
    private Wire wire;
    private Packaged pod;

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        redis = RedisProcess.start(folder.resolve("outage"), EmbeddedEngines.freePort());
        wire = new Wire(redis.port(), false);
        pod = pod("journal");
        TestSite.await("ready", () -> pod.readiness() == 200);
    }

    private Packaged pod(String journal) throws IOException {
        Map<String, String> environment = Packaged.environment(engines, Files.createDirectory(folder.resolve(journal)));
        environment.put("QUARKUS_REDIS_HOSTS", "redis://localhost:" + wire.port());
        environment.put("TERN_JOURNAL_SIZE", "64M");
        return Packaged.start(folder, environment);
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        pod.close();
        wire.close();
        redis.close();
        engines.stop();
    }

    @Test
    void ternIsKilled() throws IOException, InterruptedException {
        var random = new Random(SEED);
        int kills = LONG ? 20 : 2;
        try (Offered offered = Offered.to(pod)) {
            for (int i = 0; i < kills; i++) {
                int before = offered.accepted();
                int more = 200 + random.nextInt(2_000);
                TestSite.await("some more", () -> offered.accepted() >= before + more);
                pod.kill();
                pod = pod.again();
                offered.leadTo(pod);
                TestSite.await("ready", () -> pod.readiness() == 200);
            }
            offered.stop();
            offered.requireFound(pod, "Tern killed %d times".formatted(kills));
        }
    }

    /** Nobody starts on its journal again, so it ends only once Redis has what waits there. */
    @Test
    void ternIsAskedToStopWhileRedisIsFrozen() throws IOException, InterruptedException {
        try (Packaged leaving = pod("leaving")) {
            TestSite.await("ready", () -> leaving.readiness() == 200);
            try (Offered offered = Offered.to(leaving)) {
                TestSite.await("warm", () -> offered.accepted() > 1_000);
                redis.freeze();
                offered.awaitMore("some that wait", 1_000);
                offered.stop();

                leaving.terminate();
                TestSite.pass(STOPPING, System.nanoTime());
                redis.thaw();
                leaving.exit();

                offered.requireFound(pod, "Tern asked to stop while Redis is frozen");
            }
        }
    }

    /** What it wrote last is lost with it. */
    @Test
    void redisIsKilledAndAway() throws IOException, InterruptedException {
        outage("Redis killed, away", seconds(3, 60), () -> redis.crash(UNWRITTEN), redis::start);
    }

    @Test
    void redisIsFrozen() throws IOException, InterruptedException {
        outage("Redis frozen", seconds(3, 30), redis::freeze, redis::thaw);
    }

    /** 200 milliseconds a command. */
    @Test
    void redisIsSlow() throws IOException, InterruptedException {
        outage("Redis slow", seconds(3, 30), () -> wire.delay(Duration.ofMillis(100)), () -> wire.delay(Duration.ZERO));
    }

    @Test
    void redisHasNoMemoryLeft() throws IOException, InterruptedException {
        outage(
                "Redis out of memory",
                seconds(3, 30),
                () -> redis.command("CONFIG SET maxmemory 1"),
                () -> redis.command("CONFIG SET maxmemory 0"));
    }

    @Test
    void redisIsReadOnly() throws IOException, InterruptedException {
        outage(
                "Redis read-only",
                seconds(3, 30),
                () -> redis.command("REPLICAOF 127.0.0.1 1"),
                () -> redis.command("REPLICAOF NO ONE"));
    }

    @Test
    void redisIsFlushed() throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("some", () -> offered.accepted() > 500);
            redis.command("FLUSHALL");
            offered.awaitMore("some more", 2_000);
            offered.stop();
        }
        String visitor = VisitorCookie.mint().text();
        TestSite.await("keys are known", () -> pod.post(Offered.SITE + "/events", """
                [{"visitor": "%s", "event": "view"}]""".formatted(visitor)) == 202);
        TestSite.await(
                "a visitor of afterwards", () -> pod.get(Offered.SITE + "/audiences/all/members/" + visitor) == 200);
        assertTrue(redis.command("EXISTS site:shop").equals(":1"), "what was defined is published again");
    }

    private static Duration seconds(int usual, int whenLong) {
        return Duration.ofSeconds(LONG ? whenLong : usual);
    }

    /** Hits are answered all the while, and lookups as soon as they can be. */
    private void outage(String what, Duration length, Step begin, Step end) throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > 5_000);
            var _ = offered.slowestPercentMillis();
            TestSite.pass(length, System.nanoTime());
            double usual = offered.slowestPercentMillis();
            double heapBefore = pod.metric("jvm_memory_used_bytes{area=\"heap\"");
            double threadsBefore = pod.metric("jvm_threads_live_threads");

            begin.take();
            long begun = System.nanoTime();
            long slowestLookup = 0;
            for (int i = 0; i < LOOKUPS; i++) {
                long asked = System.nanoTime();
                int status = pod.get(
                        Offered.SITE + "/visitors/" + VisitorCookie.mint().text() + "/audiences");
                slowestLookup = Math.max(slowestLookup, System.nanoTime() - asked);
                assertTrue(status == 503 || status == 200, what + ": " + status);
            }
            TestSite.pass(length, begun);
            double meanwhile = offered.slowestPercentMillis();
            double waiting = pod.metric("tern_journal_waiting");
            double threads = pod.metric("jvm_threads_live_threads");
            double heap = pod.metric("jvm_memory_used_bytes{area=\"heap\"");
            end.take();
            offered.stop();

            offered.requireFound(pod, "%s for %d s".formatted(what, length.toSeconds()));
            System.out.printf(
                    "%s: p99 of a hit %.1f ms, before %.1f; slowest of %d look-ups %d ms; %.0f waited; heap %.0f MB, before %.0f; threads %.0f, before %.0f%n",
                    what,
                    meanwhile,
                    usual,
                    LOOKUPS,
                    slowestLookup / 1_000_000,
                    waiting,
                    heap / 1e6,
                    heapBefore / 1e6,
                    threads,
                    threadsBefore);
            assertEquals(
                    List.of(),
                    offered.failures().stream()
                            .filter(failure -> !failure.startsWith("events: 503"))
                            .toList(),
                    what + ": but for events whose sender is told to send them again, all are taken");
            assertTrue(waiting > 0, what + ": it was no outage");
            assertTrue(threads <= threadsBefore + 20, what + ": threads");
        }
    }
}
