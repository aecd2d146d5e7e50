package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories of one journal, judged by a list. */
final class JournalModelTest {
    private static final int HISTORIES = 100;
    private static final int OPERATIONS = 500;

    private final Path directory;

    JournalModelTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void agreesWithAListOnEveryHistory() throws IOException {
        var seen = new Seen();
        for (long seed = 0; seed < HISTORIES; seed++) {
            new History(seed, directory.resolve("journal"), seen).run();
        }

        assertTrue(seen.laps > HISTORIES, seen::toString);
        assertTrue(seen.crashes > 500 && seen.holes > 20 && seen.flips > 100 && seen.torn > 100, seen::toString);
        assertTrue(seen.refusals > 1000 && seen.rewinds > 500 && seen.wipes > 500, seen::toString);
    }

    /** How often what matters came up. */
    private static final class Seen {
        int laps;
        int crashes;
        int holes;
        int flips;
        int torn;
        int refusals;
        int rewinds;
        int wipes;

        @Override
        public String toString() {
            return "laps %d crashes %d holes %d flips %d torn %d refusals %d rewinds %d wipes %d"
                    .formatted(laps, crashes, holes, flips, torn, refusals, rewinds, wipes);
        }
    }

    /** An entry of the model; {@code storedAt} in good time, during which the store answered. */
    private static final class Entry {
        final long from;
        final long to;
        final String text;
        long storedAt = Long.MAX_VALUE;

        Entry(long from, long to, String text) {
            this.from = from;
            this.to = to;
            this.text = text;
        }
    }

    private static final class History {
        private final long seed;
        private final Random random;
        private final Path path;
        private final Seen seen;
        private final Given.Clock clock = new Given.Clock();
        private final long capacity;
        private final int troublePercent;
        private final List<Entry> entries = new ArrayList<>();
        private final Batch batch;
        private Journal journal;
        private int operation;
        private int number;
        private int head;
        private int next;
        private boolean read;
        private long goodTime;
        private long lastNanos;
        private long kept;
        private long high;
        private long tail;

        History(long seed, Path path, Seen seen) throws IOException {
            this.seed = seed;
            this.random = new Random(seed);
            this.path = path;
            this.seen = seen;
            this.capacity = 16L * (8 + random.nextInt(120));
            this.troublePercent = random.nextInt(10);
            this.batch = new Batch(1 + random.nextInt(20), Journal.PAYLOAD_BYTES_MAX);
            Files.deleteIfExists(path);
            this.journal = Given.journal(path, capacity, clock);
            this.tail = capacity;
            this.kept = capacity;
            this.high = capacity;
        }

        void run() throws IOException {
            for (operation = 0; operation < OPERATIONS; operation++) {
                int dice = random.nextInt(100);
                if (dice < 40) {
                    append();
                } else if (dice < 50) {
                    read();
                } else if (dice < 80) {
                    confirm();
                } else if (dice < 100 - troublePercent) {
                    wipe();
                } else if (random.nextInt(3) == 0) {
                    rewind();
                } else {
                    crash();
                }
                assertEquals(
                        entries.stream().filter(entry -> entry.from >= high).count(),
                        journal.waiting(),
                        this::toString);
            }
            drain();
            seen.laps += (int) (tail / capacity) - 1;
        }

        private void append() {
            String text = "<%06d>".formatted(number++) + "x".repeat(random.nextInt((int) Math.min(200, capacity - 24)));
            long to = journal.append(Given.payload(text));
            if (to == Journal.FULL) {
                assertTrue(tail + Ring.frame(text.length()) > kept + capacity, this::toString);
                seen.refusals++;
                return;
            }
            assertEquals(tail + Ring.frame(text.length()), to, this::toString);
            entries.add(new Entry(tail, to, text));
            tail = to;
        }

        private void read() {
            journal.read(batch);
            List<String> texts = Given.texts(batch);
            int to = Math.min(entries.size(), next + texts.size());
            assertEquals(texts(next, to), texts, this::toString);
            assertTrue(texts.size() > 0 || next == entries.size(), this::toString);
            next = to;
            read = true;
        }

        private void confirm() {
            if (!read) {
                read();
            }
            long now = clock.nanos += random.nextInt(300) - 20;
            journal.confirm(batch);
            goodTime += Math.clamp(now - lastNanos, 0, journal.stepNanos());
            lastNanos = now;
            entries.subList(head, next).forEach(entry -> entry.storedAt = Math.min(entry.storedAt, goodTime));
            head = next;
            high = head == 0 ? high : Math.max(high, entries.get(head - 1).to);
            read = false;
        }

        /** What the journal gave up must be stored for a window; what is stored for a window and two steps must be gone. */
        private void wipe() throws IOException {
            journal.wipe();
            String file = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
            long window = Given.WINDOW.toNanos();
            while (head > 0 && !file.contains(entries.getFirst().text)) {
                assertTrue(entries.getFirst().storedAt <= goodTime - window, this::toString);
                kept = entries.removeFirst().to;
                head--;
                next--;
                seen.wipes++;
            }
            assertTrue(
                    head == 0 || entries.getFirst().storedAt > goodTime - window - 2 * journal.stepNanos(),
                    this::toString);
        }

        private void rewind() {
            journal.rewind();
            entries.forEach(entry -> entry.storedAt = Long.MAX_VALUE);
            head = 0;
            next = 0;
            read = false;
            seen.rewinds++;
        }

        private void crash() throws IOException {
            byte[] before = Files.readAllBytes(path);
            byte[] bytes = before.clone();
            int kind = random.nextInt(4);
            switch (kind) {
                case 0 -> cutShort(bytes);
                case 1 -> flip(bytes);
                case 2 -> tear(bytes);
                default -> {}
            }
            List<Entry> lost = entries.stream()
                    .filter(entry -> differs(entry, before, bytes))
                    .toList();
            Files.delete(path);
            Files.write(path, bytes);
            journal = Given.open(path, clock);
            seen.crashes++;
            judge(kind, lost);
        }

        private boolean differs(Entry entry, byte[] before, byte[] after) {
            int from = Given.at(entry.from, capacity);
            return Arrays.mismatch(
                            before, from, from + 16 + entry.text.length(), after, from, from + 16 + entry.text.length())
                    >= 0;
        }

        /** Appends under way: their positions were not written, nor maybe all of their payloads. */
        private void cutShort(byte[] bytes) {
            for (Entry entry : entries.subList(next, entries.size())) {
                if (random.nextInt(4) == 0) {
                    int at = Given.at(entry.from, capacity);
                    int to = at + (int) (entry.to - entry.from);
                    Arrays.fill(bytes, at, at + 8, (byte) 0);
                    Arrays.fill(bytes, at + 9 + random.nextInt(to - at - 9), to, (byte) 0);
                    seen.holes++;
                }
            }
        }

        private void flip(byte[] bytes) {
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at = Ring.HEADER_BYTES + random.nextInt(bytes.length - Ring.HEADER_BYTES);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                seen.flips++;
            }
        }

        private void tear(byte[] bytes) {
            int slot = random.nextInt(2) * Header.SLOT_BYTES;
            for (int i = random.nextInt(63); i < 64; i++) {
                bytes[slot + i] = (byte) random.nextInt();
            }
            seen.torn++;
        }

        /** All that was not lost is there, from the head on, in order; after a torn header maybe from further back. */
        private void judge(int kind, List<Entry> lost) {
            Recovery found = journal.recovery();
            assertTrue(lost.isEmpty() || found.damaged() + found.holes() > 0, this::toString);
            if (kind == 0) {
                assertEquals(0, found.damaged(), this::toString);
            }
            if (kind > 1) {
                assertEquals(0, found.damaged() + found.holes(), this::toString);
            }
            int headThen = head
                    - (int) lost.stream()
                            .filter(entry -> entries.indexOf(entry) < head)
                            .count();
            entries.removeAll(lost);
            int back = (int) found.waiting() - (entries.size() - headThen);
            assertTrue(back == 0 || (kind == 2 && back > 0 && back <= headThen), this::toString);
            head = headThen - back;
            next = head;
            read = false;
            entries.subList(head, entries.size()).forEach(entry -> entry.storedAt = Long.MAX_VALUE);
            entries.subList(0, head).forEach(entry -> entry.storedAt = goodTime);
            assertEquals(head, found.retained(), this::toString);
            tail = journal.tail();
            high = head < entries.size() ? entries.get(head).from : tail;
            lastNanos = clock.nanos;
        }

        private void drain() {
            do {
                read();
                confirm();
            } while (!batch.isEmpty());
            assertEquals(0, journal.waiting(), this::toString);
            assertEquals(journal.accepted(), journal.written(), this::toString);
        }

        private List<String> texts(int from, int to) {
            return entries.subList(from, to).stream().map(entry -> entry.text).toList();
        }

        @Override
        public String toString() {
            return "seed " + seed + ", operation " + operation;
        }
    }
}
