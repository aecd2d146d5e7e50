package dev.tern.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.attack.Heard;
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
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a journal that is not as it was left. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DamagedJournalRedisTest {
    private static final int WORKERS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Lineage LINEAGE = new Lineage(Ground.CONSENT, true);

    /** Of a file: the first entry's payload, and a byte of each slot of the header. */
    private static final int FIRST_PAYLOAD = 4096 + 16;

    /** Of an event of one trait. */
    private static final int ENTRY_BYTES = 64;

    private static final int SECOND_PAYLOAD = FIRST_PAYLOAD + ENTRY_BYTES;

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

    @Inject
    Vertx vertx;

    private record Config(Optional<Path> directory, int batchSizeMax) implements JournalConfig {
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
        var config = new Config(Optional.of(folder), 512);
        leave(config, live, seen);
        for (int byteOfHeader : HEADER) {
            flip(folder, "0-of", byteOfHeader);
        }
        flip(folder, "1-of", FIRST_PAYLOAD);
        long formatBefore = Unreadable.ENTRY_FORMAT.met();
        long brokenBefore = Unreadable.ENTRY_BROKEN.met();
        var metrics = new SimpleMeterRegistry();
        var recording = new Recording(config, catalog, visitors, tombstones, index, redis, metrics);

        try (var heard = new Heard(Level.WARNING)) {
            recording.start(new StartupEvent());
            recording.stop(new ShutdownEvent());

            assertSays(heard, "The journal 0-of-2-[0-9]+\\.journal is damaged, and is kept as .*\\.damaged-1");
            assertSays(
                    heard,
                    "The journal 1-of-2-[0-9]+\\.journal has 1 damaged places, and 0 holes, .*: " + ENTRY_BYTES
                            + " bytes");
        }
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

    /** While Redis is away, the one that is at hand is tried again and again, and the next one waits in the file. */
    @Test
    void countsAndSaysWhatIsDamagedWhileItWaits(@TempDir Path folder) throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", """
                {"event": "view", "within": "30d"}""");
        LiveSite live = catalog.site(site.id()).orElseThrow();
        VisitorId visitor = VisitorCookie.mint();
        var host = new AtomicReference<>("redis://localhost:1");
        var away = new Visitors(
                new SharedRedis(() -> Redis.createClient(vertx, host.get()), Optional::empty, TIMEOUT, false));
        var metrics = new SimpleMeterRegistry();
        var recording =
                new Recording(new Config(Optional.of(folder), 1), catalog, away, tombstones, index, redis, metrics);

        long worker = Math.floorMod(visitor.low(), (long) WORKERS);
        try (var heard = new Heard(Level.WARNING)) {
            recording.start(new StartupEvent());
            keep(recording, live, visitor);
            keep(recording, live, visitor);
            flip(folder, worker + "-of", SECOND_PAYLOAD);
            host.set(ConfigProvider.getConfig().getValue("quarkus.redis.hosts", String.class));
            recording.stop(new ShutdownEvent());

            assertSays(heard, "The journal " + worker + "-of-2-[0-9]+\\.journal has 1 entries that were damaged .*");
        }

        assertEquals(0, recording.waiting());
        assertEquals(0, damaged(metrics, "start"));
        assertEquals(1, damaged(metrics, "running"));
        assertEquals(2, metrics.get("tern.events.accepted").functionCounter().count());
        assertEquals(1, metrics.get("tern.events.written").functionCounter().count());
        assertEquals(List.of("fans"), site.audiencesOf(visitor.text()));
    }

    private static Event view() {
        return new Event(
                "view", System.currentTimeMillis(), null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }

    private static void keep(Recording recording, LiveSite site, VisitorId visitor) {
        Event event = view();
        assertTrue(recording
                .keep(site, visitor, event, LINEAGE, site.rules().match(event))
                .isPresent());
    }

    private static void assertSays(Heard heard, String line) {
        assertEquals(
                1,
                heard.messages().stream().filter(each -> each.matches(line)).count(),
                () -> line + " among " + heard.messages());
    }

    /** The second worker's file holds an event of each visitor, and what no version that this one knows has written. */
    private static void leave(JournalConfig config, LiveSite site, List<VisitorId> seen) {
        try (Journals journals =
                Journals.open(config.home(), WORKERS, config.size().asLongValue(), config.recoveryWindow())) {
            for (VisitorId visitor : seen) {
                Event event = view();
                journals.workers()
                        .getLast()
                        .append(Entry.of(
                                        site.serial(),
                                        visitor,
                                        event,
                                        LINEAGE,
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
            try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.seek(at);
                int was = bytes.read();
                bytes.seek(at);
                bytes.write(was ^ 1);
            }
        }
    }

    private static double damaged(SimpleMeterRegistry metrics, String found) {
        return metrics.get("tern.journal.damaged")
                .tag("found", found)
                .functionCounter()
                .count();
    }
}
