package dev.tern.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.tern.journal.Journals;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a journal that is not as it was left. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DamagedJournalRedisTest {
    private static final int WORKERS = 2;

    /** Of a file: the first entry's payload, and a byte of each slot of the header. */
    private static final int FIRST_PAYLOAD = 4096 + 16;

    private static final int[] HEADER = {20, 2048 + 20};

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

    private record Config(Optional<Path> directory) implements JournalConfig {
        @Override
        public Path home() {
            return directory.orElseThrow();
        }

        @Override
        public MemorySize size() {
            return new MemorySize(BigInteger.valueOf(WORKERS * Journals.FILE_BYTES_MIN));
        }

        @Override
        public int workers() {
            return WORKERS;
        }

        @Override
        public Duration recoveryWindow() {
            return Duration.ofSeconds(15);
        }

        @Override
        public int batchSizeMax() {
            return 512;
        }

        @Override
        public Duration drainTimeout() {
            return Duration.ofSeconds(20);
        }
    }

    @Test
    void writesWhatIsSoundAndCountsTheRest(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", """
                {"event": "view", "within": "30d"}""");
        LiveSite live = catalog.site(site.id()).orElseThrow();
        List<VisitorId> seen = Stream.generate(VisitorCookie::mint).limit(3).toList();
        var config = new Config(Optional.of(folder));
        leave(config, live, seen);
        for (int byteOfHeader : HEADER) {
            flip(folder, "0-of", byteOfHeader);
        }
        flip(folder, "1-of", FIRST_PAYLOAD);
        long formatBefore = Unreadable.ENTRY_FORMAT.met();
        long brokenBefore = Unreadable.ENTRY_BROKEN.met();
        var metrics = new SimpleMeterRegistry();
        var recording = new Recording(config, catalog, visitors, tombstones, index, redis, metrics);

        recording.start(new StartupEvent());
        recording.stop(new ShutdownEvent());

        assertEquals(0, recording.waiting());
        assertEquals(2, damaged(metrics, "start"));
        assertEquals(0, damaged(metrics, "running"));
        assertEquals(5, metrics.get("tern.events.written").functionCounter().count());
        assertEquals(1, Unreadable.ENTRY_FORMAT.met() - formatBefore);
        assertEquals(2, Unreadable.ENTRY_BROKEN.met() - brokenBefore);
        assertEquals(List.of(), site.audiencesOf(seen.getFirst().text()));
        for (VisitorId visitor : seen.subList(1, seen.size())) {
            assertEquals(List.of("fans"), site.audiencesOf(visitor.text()));
        }
    }

    /** The second worker's file holds an event of each visitor, and what no version that this one knows has written. */
    private static void leave(JournalConfig config, LiveSite site, List<VisitorId> seen) {
        try (Journals journals =
                Journals.open(config.home(), WORKERS, config.size().asLongValue(), config.recoveryWindow())) {
            for (VisitorId visitor : seen) {
                var event = new Event(
                        "view",
                        System.currentTimeMillis(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Source.PIXEL,
                        Agent.HUMAN,
                        Map.of());
                journals.workers()
                        .getLast()
                        .append(Entry.of(
                                        site.serial(),
                                        visitor,
                                        event,
                                        new Lineage(Ground.CONSENT, true),
                                        site.rules().match(event))
                                .bytes());
            }
            for (byte[] unknown : List.of(new byte[] {0x20, 1, 2, 3}, new byte[] {0x10, 1}, new byte[] {'d', 1})) {
                journals.workers().getLast().append(unknown);
            }
        }
    }

    private static void flip(Path folder, String worker, int at) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.getFileName().toString().startsWith(worker))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[at] ^= 1;
            Files.write(file, bytes);
        }
    }

    private static double damaged(SimpleMeterRegistry metrics, String found) {
        return metrics.get("tern.journal.damaged")
                .tag("found", found)
                .functionCounter()
                .count();
    }
}
