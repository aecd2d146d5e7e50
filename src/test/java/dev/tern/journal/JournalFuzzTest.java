package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a journal's file holds, it is none, or one that hands out what was appended and goes on. */
final class JournalFuzzTest {
    private static final int FILES = 64;
    private static final int PARTS = 64;
    private static final int FORGERIES_PER_PART = 10_000;
    private static final int FORGERIES_IN_A_FOLDER = 500;

    private static List<Written> written = List.of();

    @BeforeAll
    static void write(@TempDir Path folder) throws IOException {
        List<Written> files = new ArrayList<>();
        for (int seed = 0; seed < FILES; seed++) {
            files.add(Written.of(seed, folder.resolve("journal-" + seed)));
        }
        written = List.copyOf(files);
    }

    /** How often what matters came up. */
    private record Seen(long opened, long damaged, long holes, long waiting, long retained, long lost) {
        static final Seen NOTHING = new Seen(0, 0, 0, 0, 0, 0);

        static Seen of(Recovery found, long lost) {
            return new Seen(
                    1,
                    Math.min(1, found.damaged()),
                    Math.min(1, found.holes()),
                    Math.min(1, found.waiting()),
                    Math.min(1, found.retained()),
                    Math.min(1, lost));
        }

        Seen plus(Seen other) {
            return new Seen(
                    opened + other.opened,
                    damaged + other.damaged,
                    holes + other.holes,
                    waiting + other.waiting,
                    retained + other.retained,
                    lost + other.lost);
        }
    }

    @Test
    @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
    void goesOnFromAnyBytes() {
        Seen seen = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> LongStream.range(0, FORGERIES_PER_PART)
                        .map(number -> part * (long) FORGERIES_PER_PART + number)
                        .mapToObj(JournalFuzzTest::seen)
                        .reduce(Seen.NOTHING, Seen::plus))
                .reduce(Seen.NOTHING, Seen::plus);

        long rare = PARTS * (long) FORGERIES_PER_PART / 50;
        assertTrue(seen.opened > 20 * rare && seen.opened < 49 * rare, seen::toString);
        assertTrue(seen.damaged > rare && seen.holes > rare && seen.lost > rare, seen::toString);
        assertTrue(seen.waiting > rare && seen.retained > rare, seen::toString);
    }

    private static Seen seen(long seed) {
        try (Arena arena = Arena.ofConfined()) {
            var forgery = new Forgery(seed, written);
            MemorySegment file = forgery.mapped(arena);
            Optional<Header> header = file.byteSize() < Ring.HEADER_BYTES ? Optional.empty() : Header.newest(file);
            return header.map(found -> new Life(forgery, file, found).seen()).orElse(Seen.NOTHING);
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
    void takesAnyFileOfItsFolder(@TempDir Path folder) throws IOException {
        Batch batch = Given.batch();
        int opened = 0;
        int setAside = 0;
        for (long seed = 0; seed < FORGERIES_IN_A_FOLDER; seed++) {
            Files.write(folder.resolve("0-of-9-64.journal"), new Forgery(seed, written).bytes());
            try (Journals journals = Journals.open(folder, 1, Journals.FILE_BYTES_MIN, Duration.ZERO)) {
                for (Journals.SetAside damaged : journals.setAside()) {
                    Files.delete(damaged.keptAs());
                    setAside++;
                }
                for (Journal leftover : journals.leftovers()) {
                    do {
                        leftover.read(batch);
                        leftover.confirm(batch);
                        leftover.wipe();
                    } while (!leftover.isBlank());
                    assertTrue(journals.discard(leftover), "seed " + seed);
                    opened++;
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        assertTrue(opened > 100 && setAside > 50, opened + " opened, " + setAside + " set aside");
    }

    /** One journal from its opening to its next. */
    private static final class Life {
        private static final int STEPS = 18;

        private final Forgery forgery;
        private final SplittableRandom random;
        private final MemorySegment file;
        private final Given.Clock clock = new Given.Clock();
        private final Batch batch;
        private final int capacity;
        private Journal journal;

        Life(Forgery forgery, MemorySegment file, Header header) {
            this.forgery = forgery;
            this.random = forgery.random();
            this.file = file;
            this.batch = new Batch(1 + random.nextInt(8), Journal.PAYLOAD_BYTES_MAX);
            this.capacity = (int) header.capacity();
            this.journal = opened(header);
        }

        Seen seen() {
            Recovery found = journal.recovery();
            assertBounds(found);
            if (random.nextInt(4) == 0) {
                journal = opened(Header.newest(file).orElseThrow());
                assertEquals(
                        new Recovery(found.waiting(), found.retained(), 0, 0, 0),
                        journal.recovery(),
                        "what is lost is found once");
            }
            List<String> taken = random.nextBoolean() ? filled(random.nextInt(3)) : List.of();
            long lost = 0;
            if (random.nextInt(4) == 0) {
                lost = usedWhileDamaged();
            } else {
                used(found, taken);
            }
            forgetsAndTakesAsMuchAsItHolds();
            return Seen.of(found, lost);
        }

        private Journal opened(Header header) {
            return new Journal(Path.of("journal"), file, header, Given.WINDOW, clock);
        }

        private void assertBounds(Recovery found) {
            assertTrue(found.waiting() >= 0 && found.retained() >= 0 && found.holes() >= 0 && found.damaged() >= 0);
            assertTrue(found.waiting() + found.retained() <= capacity / Ring.GRAIN_BYTES);
            assertTrue(found.skippedBytes() >= 0 && found.skippedBytes() <= capacity);
            assertTrue(journal.confirmed() <= journal.tail() && journal.tail() <= journal.confirmed() + capacity);
            assertTrue(journal.filled() >= 0 && journal.filled() <= 1);
        }

        /** Everything is handed out, and all of it again after a rewind. */
        private void used(Recovery found, List<String> taken) {
            List<String> read = drained();
            assertEquals(found.waiting() + taken.size(), read.size());
            assertEquals(taken, read.subList((int) found.waiting(), read.size()));
            assertEquals(0, journal.waiting() + journal.damaged());
            assertTrue(journal.isDrained());
            journal.rewind();
            assertEquals(found.retained() + read.size(), drained().size());
        }

        private long usedWhileDamaged() {
            forgery.damageRing(file, capacity);
            drained();
            journal = opened(Header.newest(file).orElseThrow());
            drained();
            return journal.recovery().damaged();
        }

        private void forgetsAndTakesAsMuchAsItHolds() {
            for (int step = 0; step < STEPS; step++) {
                clock.nanos += journal.stepNanos();
                drained();
                journal.wipe();
            }
            assertTrue(journal.isBlank());
            for (long at = Ring.HEADER_BYTES; at < Ring.HEADER_BYTES + capacity; at++) {
                assertEquals(0, file.get(ValueLayout.JAVA_BYTE, at), "what is over is gone");
            }

            List<String> taken = filled(capacity);
            journal = opened(Header.newest(file).orElseThrow());

            assertTrue(!taken.isEmpty());
            assertEquals(new Recovery(taken.size(), 0, 0, 0, 0), journal.recovery());
            assertEquals(taken, drained());
        }

        /** Appends until so many are taken, or one is refused. */
        private List<String> filled(int max) {
            List<String> taken = new ArrayList<>();
            while (taken.size() < max) {
                String text = "#" + taken.size() + "x".repeat(random.nextInt(40));
                if (journal.append(Given.payload(text)) == Journal.FULL) {
                    break;
                }
                forgery.known().add(text);
                taken.add(text);
            }
            return taken;
        }

        /** Reads and confirms all that comes. */
        private List<String> drained() {
            List<String> all = new ArrayList<>();
            do {
                journal.read(batch);
                journal.confirm(batch);
                List<String> texts = Given.texts(batch);
                assertTrue(forgery.known().containsAll(texts), "nobody appended that");
                all.addAll(texts);
                assertTrue(all.size() <= capacity / Ring.GRAIN_BYTES, "more than it holds");
                assertEquals(journal.accepted(), journal.written() + journal.waiting() + journal.damaged());
            } while (!batch.isEmpty());
            return all;
        }
    }
}
