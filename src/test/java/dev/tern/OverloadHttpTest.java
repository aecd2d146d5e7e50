package dev.tern;

import static dev.tern.TestSite.await;
import static dev.tern.TestSite.metric;
import static dev.tern.TestSite.newVisitor;
import static dev.tern.TestSite.visitor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Tern does when it is offered far more than it brings into Redis. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@TestProfile(OverloadHttpTest.SlowDrain.class)
class OverloadHttpTest {
    private static final String VIEWS = """
            {"event": "page_view", "within": "30d"}""";
    private static final String VIEW = "e=page_view";
    private static final int HITS = 60_000;
    private static final int JOURNAL_BYTES = 1024 * 1024;

    /** In the journal, of an event that counts for one trait. */
    private static final int ENTRY_BYTES = 64;

    private static final int WAITING_MAX = JOURNAL_BYTES / ENTRY_BYTES;
    private static final long HEAP_BYTES_MORE_MAX = 64L * 1024 * 1024;

    @Test
    void shedsWhatItHasNoRoomForAndRecovers() {
        TestSite site = TestSite.create("opt-out").audience("viewers", VIEWS);
        String member = newVisitor();
        site.event(member, "page_view", Instant.now());
        Counts before = Counts.now();
        long heapBytes = heapBytes();

        CompletableFuture<Void> storm = Storm.start(site, HITS);
        int lookups = 0;
        double waitingMost = 0;
        while (!storm.isDone()) {
            assertEquals(List.of("viewers"), site.audiencesOf(member), "while it storms");
            waitingMost = Math.max(waitingMost, metric("tern_journal_waiting"));
            lookups++;
        }
        storm.join();

        Counts after = Counts.now();
        assertSheds(before, after);
        assertTrue(lookups > 0, "no lookup while it stormed");
        assertTrue(waitingMost > 0 && waitingMost <= WAITING_MAX, waitingMost + " waited");
        assertTakesEveryHitAgain(site);
        long heapBytesMore = heapBytes() - heapBytes;
        assertTrue(heapBytesMore < HEAP_BYTES_MORE_MAX, heapBytesMore + " bytes of heap more than before");
    }

    private static void assertSheds(Counts before, Counts after) {
        double accepted = after.accepted - before.accepted;
        double dropped = after.dropped - before.dropped;
        assertEquals(HITS, after.offered - before.offered);
        assertEquals(HITS, accepted + dropped);
        assertEquals(accepted, after.taken - before.taken);
        assertTrue(dropped >= accepted, dropped + " dropped, " + accepted + " accepted: no overload");
    }

    private static void assertTakesEveryHitAgain(TestSite site) {
        List<String> visitors = new ArrayList<>();
        await("a hundred hits in a row are taken", () -> {
            visitors.clear();
            double dropped = Counts.now().dropped;
            Stream.generate(() -> visitor(site.cookie(site.hit(VIEW))))
                    .limit(100)
                    .forEach(visitors::add);
            return Counts.now().dropped == dropped;
        });
        drain();
        Counts drained = Counts.now();
        assertEquals(drained.taken, drained.written);
        for (String visitor : visitors) {
            assertEquals(List.of("viewers"), site.audiencesOf(visitor));
        }
    }

    /** Until Redis has all that was taken. */
    private static void drain() {
        for (double waiting = metric("tern_journal_waiting"); waiting > 0; waiting = metric("tern_journal_waiting")) {
            double before = waiting;
            await("fewer wait", () -> metric("tern_journal_waiting") < before);
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What the metrics say of hits, offered = accepted + dropped here, and of events, taken = written + waiting. */
    private record Counts(double offered, double accepted, double dropped, double taken, double written) {
        static Counts now() {
            return new Counts(
                    TestSite.metricSum("tern_hits_total"),
                    metric("tern_hits_total{outcome=\"accepted\",reason=\"\"}"),
                    metric("tern_hits_total{outcome=\"dropped\",reason=\"journal_full\"}"),
                    metric("tern_events_accepted_total"),
                    metric("tern_events_written_total"));
        }
    }

    /**
     * A journal as small as they come, which goes to Redis event by event. What is written keeps its room for the recovery window, of
     * which so small a journal can't afford much.
     */
    public static final class SlowDrain implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "tern.journal.directory",
                        Files.createTempDirectory(Path.of("target"), "journal").toString(),
                        "tern.journal.workers",
                        "1",
                        "tern.journal.size",
                        Integer.toString(JOURNAL_BYTES),
                        "tern.journal.batch-size-max",
                        "1",
                        "tern.journal.recovery-window",
                        "1s");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
