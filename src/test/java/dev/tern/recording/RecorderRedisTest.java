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
import dev.tern.consent.Ground;
import dev.tern.identity.VisitorCookie;
import dev.tern.index.Index;
import dev.tern.journal.Journal;
import dev.tern.journal.Journals;
import dev.tern.journal.Worker;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class RecorderRedisTest {
    private static final int EVENTS = 400;
    private static final String VIEWED = """
            {"event": "view", "within": "30d"}""";
    private static final Lineage LINEAGE = new Lineage(Ground.CONSENT, true);
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
                for (VisitorId visitor : shared) {
                    pods.get(i % 2).append(entry(live, visitor, now - i));
                }
            }
            drain(first, second);
        }

        for (VisitorId visitor : shared) {
            assertEquals(List.of("fans"), site.audiencesOf(visitor.text()));
        }
    }

    /** Each on one pod at just the time at which the other records its first event: some are removed between the reading and the writing. */
    @Test
    void removesForGoodWhomAnotherPodRecords(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", VIEWED);
        List<VisitorId> leaving =
                Stream.generate(VisitorCookie::mint).limit(4_000).toList();
        LiveSite live = catalog.site(site.id()).orElseThrow();
        long now = System.currentTimeMillis();

        try (Journals first = Journals.open(
                        Files.createDirectory(folder.resolve("1")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO);
                Journals second = Journals.open(
                        Files.createDirectory(folder.resolve("2")), 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
            for (VisitorId visitor : leaving) {
                first.workers().getFirst().append(entry(live, visitor, now));
                second.workers()
                        .getFirst()
                        .append(new Departure(new Visitors.Address(live.serial(), visitor), Tombstone.ERASED).bytes());
            }
            drain(first, second);
        }

        TestSite.await("nobody in the index", () -> indexed(live, now).isEmpty());
        for (VisitorId visitor : leaving) {
            byte[] record = SharedRedis.await(visitors.read(new Visitors.Address(live.serial(), visitor)));
            assertEquals(0, record.length);
        }
    }

    /** Between the reading of the record and the writing of its index entries, so that these come after the removal. */
    @Test
    void takesBackWhatItWroteOfWhomAnotherPodRemovedMeanwhile(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", VIEWED);
        LiveSite live = catalog.site(site.id()).orElseThrow();
        VisitorId gone = VisitorCookie.mint();
        var address = new Visitors.Address(live.serial(), gone);
        long now = System.currentTimeMillis();
        var meanwhile = new Meanwhile(() -> {
            SharedRedis.await(tombstones.set(Map.of(address, Tombstone.ERASED)));
            new Removal(catalog, visitors, index).of(List.of(address));
        });

        try (Journals pod = Journals.open(folder, 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
            Journal journal = pod.workers().getFirst();
            journal.append(entry(live, gone, now - Duration.ofHours(5).toMillis()));
            drain(pod);
            journal.append(entry(live, gone, now));
            var recorder = new Recorder(catalog, visitors, tombstones, index, redis, meanwhile);
            assertTrue(Worker.start("pod", journal, recorder, PACE).stop(PATIENCE));
        }

        assertTrue(meanwhile.hasHappened());
        assertEquals(List.of(), indexed(live, now));
        assertEquals(0, SharedRedis.await(visitors.read(address)).length);
    }

    @Test
    void writesNothingAtAllOfWhoIsGone(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", VIEWED);
        LiveSite live = catalog.site(site.id()).orElseThrow();
        VisitorId gone = VisitorCookie.mint();
        SharedRedis.await(tombstones.set(Map.of(new Visitors.Address(live.serial(), gone), Tombstone.WITHDRAWN)));

        try (Journals pod = Journals.open(folder, 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
            pod.workers().getFirst().append(entry(live, gone, System.currentTimeMillis()));
            drain(pod);
        }

        String level = "i:" + Long.toString(fans(live), Character.MAX_RADIX);
        assertEquals(
                0,
                SharedRedis.await(redis.send(Request.cmd(Command.EXISTS).arg(level)))
                        .toInteger());
    }

    private void drain(Journals... pods) {
        List<Worker> workers = Stream.of(pods)
                .map(pod -> Worker.start("pod", pod.workers().getFirst(), recorder(), PACE))
                .toList();
        workers.forEach(worker -> assertTrue(worker.stop(PATIENCE)));
    }

    private static byte[] entry(LiveSite site, VisitorId visitor, long timeMillis) {
        Event event = view(timeMillis);
        return Entry.of(site.serial(), visitor, event, LINEAGE, site.rules().match(event))
                .bytes();
    }

    private List<VisitorId> indexed(LiveSite site, long now) {
        return SharedRedis.await(index.page(fans(site), Optional.empty(), 100, now))
                .visitors();
    }

    private static long fans(LiveSite site) {
        return site.rules().serials().getFirst();
    }

    private Recorder recorder() {
        return new Recorder(catalog, visitors, tombstones, index, redis, Clock.systemUTC());
    }

    private static Event view(long timeMillis) {
        return new Event("view", timeMillis, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }
}
