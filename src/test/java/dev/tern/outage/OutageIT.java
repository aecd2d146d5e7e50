package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import dev.tern.problem.Problem;
import dev.tern.sql.Wire;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
    /** A command waits for a second. */
    private static final double LOOK_UP_MILLIS_MAX = 3_000;

    /** Much less than what waits for a command. */
    private static final double HIT_LATER_MILLIS_MAX = 100;

    /** What waits is in the journal, so it takes no room. */
    private static final double HEAP_MORE_MAX = 20;

    private static final long FOUND_MILLIS_MAX = 10_000;

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
        long restarted = 0;
        try (Offered offered = Offered.to(pod)) {
            for (int i = 0; i < kills; i++) {
                int before = offered.accepted();
                int more = 200 + random.nextInt(2_000);
                TestSite.await("some more", () -> offered.accepted() >= before + more);
                pod.kill();
                restarted = System.nanoTime();
                pod = pod.again();
                offered.leadTo(pod);
                TestSite.await("ready", () -> pod.readiness() == 200);
            }
            offered.stop();
            offered.requireFound(pod, "Tern killed %d times".formatted(kills));
            long tookMillis = (System.nanoTime() - restarted) / 1_000_000;
            assertTrue(tookMillis < FOUND_MILLIS_MAX, () -> "found " + tookMillis + " ms after the restart");
            assertEquals(
                    Set.of("a hit: nobody answered", "events: nobody answered"),
                    offered.failures(),
                    "as is to be expected");
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
        outage("Redis killed, away", seconds(3, 60), "away", false, () -> redis.crash(UNWRITTEN), redis::start);
    }

    @Test
    void redisIsFrozen() throws IOException, InterruptedException {
        outage("Redis frozen", seconds(3, 30), "hangs", false, redis::freeze, redis::thaw);
    }

    /** 200 milliseconds a command. */
    @Test
    void redisIsSlow() throws IOException, InterruptedException {
        outage(
                "Redis slow",
                seconds(3, 30),
                "stores",
                true,
                () -> wire.delay(Duration.ofMillis(100)),
                () -> wire.delay(Duration.ZERO));
    }

    @Test
    void redisHasNoMemoryLeft() throws IOException, InterruptedException {
        outage(
                "Redis out of memory",
                seconds(3, 30),
                "OOM",
                true,
                () -> redis.command("CONFIG SET maxmemory 1"),
                () -> redis.command("CONFIG SET maxmemory 0"));
    }

    @Test
    void redisIsReadOnly() throws IOException, InterruptedException {
        outage(
                "Redis read-only",
                seconds(3, 30),
                "READONLY",
                true,
                () -> redis.command("REPLICAOF 127.0.0.1 1"),
                () -> redis.command("REPLICAOF NO ONE"));
    }

    /** By then the index is split, so that whoever went by how it was would write where nobody looks. */
    @Test
    void redisIsFlushed() throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            String key = JsonPath.from(pod.created(Offered.SITE + "/keys", """
                            {"name": "A server", "scopes": ["events:write"]}""")).getString("key");
            TestSite.await("warm", () -> offered.accepted() > 5_000);
            redis.command("FLUSHALL");
            offered.excuse();
            offered.awaitMore("some more", 5_000);
            offered.stop();
            offered.requireFound(pod, "Redis flushed");

            try (Packaged fresh = pod("fresh")) {
                TestSite.await("ready", () -> fresh.readiness() == 200);
                TestSite.await(
                        "what was defined is published again",
                        () -> fresh.post(key, Offered.SITE + "/events", """
                        [{"visitor": "%s", "event": "view"}]""".formatted(
                                                VisitorCookie.mint().text()))
                                == 202);
            }
        }
    }

    private static Duration seconds(int usual, int whenLong) {
        return Duration.ofSeconds(LONG ? whenLong : usual);
    }

    /**
     * Hits are answered all the while as before, and look-ups at once.
     *
     * @param told why Redis does not store, by the words of readiness
     * @param reads whether it can be asked
     */
    private void outage(String what, Duration length, String told, boolean reads, Step begin, Step end)
            throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > 5_000);
            var _ = offered.slowestPercentMillis();
            TestSite.pass(length, System.nanoTime());
            double usual = offered.slowestPercentMillis();
            double heapBefore = pod.heapMegabytes();
            double threadsBefore = pod.metric("jvm_threads_live_threads");

            double slowestLookUp = 0;
            double meanwhile;
            double waiting;
            double threads;
            double heap;
            begin.take();
            try {
                long begun = System.nanoTime();
                TestSite.await(
                        "readiness says why", () -> pod.readinessOf("journal").equals(told));
                assertEquals(reads ? "answers" : told, pod.readinessOf("lookups"), what);
                do {
                    slowestLookUp = Math.max(slowestLookUp, lookUpMillis(reads ? 200 : 503));
                } while (System.nanoTime() - begun < length.toNanos());
                meanwhile = offered.slowestPercentMillis();
                waiting = pod.metric("tern_journal_waiting");
                threads = pod.metric("jvm_threads_live_threads");
                heap = pod.heapMegabytes();
            } finally {
                end.take();
            }
            offered.stop();

            offered.requireFound(pod, "%s for %d s".formatted(what, length.toSeconds()));
            TestSite.await(
                    "nothing more to say", () -> pod.readinessOf("journal").equals("stores"));
            System.out.printf(
                    "%s: p99 of a hit %.1f ms, before %.1f; slowest look-up %.0f ms; %.0f waited; heap %.0f MB, before %.0f; threads %.0f, before %.0f%n",
                    what, meanwhile, usual, slowestLookUp, waiting, heap, heapBefore, threads, threadsBefore);
            assertEquals(Set.of(), offered.failures(), what);
            assertTrue(waiting > 0, what + ": it was no outage");
            assertTrue(threads <= threadsBefore + 20, what + ": threads");
            assertTrue(heap <= heapBefore + HEAP_MORE_MAX, what + ": heap");
            assertTrue(meanwhile <= usual + HIT_LATER_MILLIS_MAX, what + ": hits");
            assertTrue(slowestLookUp <= LOOK_UP_MILLIS_MAX, what + ": look-ups");
        }
    }

    private double lookUpMillis(int expected) {
        long asked = System.nanoTime();
        HttpResponse<String> answer = pod.answer(
                expected,
                pod.request(Offered.SITE + "/visitors/" + VisitorCookie.mint().text() + "/audiences")
                        .build());
        double tookMillis = (System.nanoTime() - asked) / 1e6;
        if (expected == 503) {
            assertEquals(Optional.of(Problem.MEDIA_TYPE), answer.headers().firstValue("content-type"));
            assertTrue(answer.headers().firstValue("retry-after").isPresent());
        }
        return tookMillis;
    }
}
