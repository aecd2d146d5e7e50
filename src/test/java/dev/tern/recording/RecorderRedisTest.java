package dev.tern.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.index.Index;
import dev.tern.journal.Journal;
import dev.tern.journal.Journals;
import dev.tern.journal.Worker;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class RecorderRedisTest {
    private static final int EVENTS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Worker.Pace PACE = new Worker.Pace(8, Duration.ofMillis(20), Duration.ofSeconds(1));

    @Inject
    Catalog catalog;

    @Inject
    Visitors visitors;

    @Inject
    Tombstones tombstones;

    @Inject
    Index index;

    @Inject
    SharedRedis redis;

    /** One event fewer, and nobody would be a member. */
    @Test
    void losesNothingWhereTwoPodsRecordTheSameVisitors(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", """
                {"event": "view", "times": {"atLeast": %d}, "within": "30d"}""".formatted(EVENTS));
        List<VisitorId> shared = Stream.generate(VisitorCookie::mint).limit(4).toList();
        LiveSite live = catalog.site(site.id()).orElseThrow();
        long now = System.currentTimeMillis();

        try (Journals first = Journals.open(
                        Files.createDirectory(folder.resolve("1")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO);
                Journals second = Journals.open(
                        Files.createDirectory(folder.resolve("2")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
            List<Journal> pods =
                    List.of(first.workers().getFirst(), second.workers().getFirst());
            for (int i = 0; i < EVENTS; i++) {
                Event event = view(now - i);
                for (VisitorId visitor : shared) {
                    pods.get(i % 2)
                            .append(Entry.of(
                                            live.serial(),
                                            visitor,
                                            event,
                                            live.rules().match(event))
                                    .bytes());
                }
            }
            List<Worker> workers = pods.stream()
                    .map(pod -> Worker.start("pod", pod, recorder(), PACE))
                    .toList();
            workers.forEach(worker -> assertTrue(worker.stop(PATIENCE)));
        }

        for (VisitorId visitor : shared) {
            assertEquals(List.of("fans"), site.audiencesOf(visitor.text()));
        }
    }

    /** On one pod a visitor is erased while what it did waits in the journals of two. */
    @Test
    void removesForGoodWhileTwoPodsRecordTheSameVisitors(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", """
                {"event": "view", "within": "30d"}""");
        List<VisitorId> leaving = Stream.generate(VisitorCookie::mint).limit(40).toList();
        LiveSite live = catalog.site(site.id()).orElseThrow();
        long now = System.currentTimeMillis();
        var random = new SplittableRandom(7);

        try (Journals first = Journals.open(
                        Files.createDirectory(folder.resolve("1")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO);
                Journals second = Journals.open(
                        Files.createDirectory(folder.resolve("2")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
            List<Journal> pods =
                    List.of(first.workers().getFirst(), second.workers().getFirst());
            for (VisitorId visitor : leaving) {
                int erasedAfter = random.nextInt(20);
                for (int i = 0; i < 20; i++) {
                    Event event = view(now - i);
                    byte[] entry = Entry.of(
                                    live.serial(), visitor, event, live.rules().match(event))
                            .bytes();
                    pods.get(i % 2).append(entry);
                    if (i == erasedAfter) {
                        var address = new Visitors.Address(live.serial(), visitor);
                        pods.get(i / 2 % 2).append(new Departure(address, Tombstone.ERASED).bytes());
                    }
                }
            }
            List<Worker> workers = pods.stream()
                    .map(pod -> Worker.start("pod", pod, recorder(), PACE))
                    .toList();
            workers.forEach(worker -> assertTrue(worker.stop(PATIENCE)));
        }

        long fans = live.rules().serials().getFirst();
        assertEquals(
                List.of(),
                SharedRedis.await(index.page(fans, Optional.empty(), 100, now)).visitors());
        for (VisitorId visitor : leaving) {
            byte[] record = SharedRedis.await(visitors.read(new Visitors.Address(live.serial(), visitor)));
            assertEquals(0, record.length);
        }
    }

    private Recorder recorder() {
        return new Recorder(catalog, visitors, tombstones, index, redis, Clock.systemUTC());
    }

    private static Event view(long timeMillis) {
        return new Event("view", timeMillis, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }
}
