package dev.tern.journal;

import static dev.tern.journal.Given.age;
import static dev.tern.journal.Given.at;
import static dev.tern.journal.Given.bytes;
import static dev.tern.journal.Given.journal;
import static dev.tern.journal.Given.killedAndOpened;
import static dev.tern.journal.Given.opened;
import static dev.tern.journal.Given.payload;
import static dev.tern.journal.Given.read;
import static dev.tern.journal.Given.store;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    private static final int CAPACITY = 1024;

    private final Given.Clock clock = new Given.Clock();

    private final Path directory;

    private final Journal journal;

    JournalTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        journal = journal(directory.resolve("journal"), CAPACITY, clock);
    }

    @Test
    void handsOutWhatWasAppendedInOrder() {
        journal.append(payload("swift"));
        journal.append(payload(""));
        journal.append(payload("xternx"), 1, 4);

        List<String> read = read(journal);

        assertEquals(List.of("swift", "", "tern"), read);
        assertEquals(List.of(), read(journal));
    }

    @Test
    void returnsThePositionAfterTheEntry() {
        long first = journal.append(payload("swift"));
        long second = journal.append(payload("tern"));

        var batch = new Batch(1, Journal.PAYLOAD_BYTES_MAX);
        journal.read(batch);
        journal.confirm(batch);

        assertEquals(first, batch.end());
        assertEquals(first, journal.confirmed());
        assertEquals(first + 32, second);
    }

    @Test
    void refusesWhenFullAndTakesAgainWhenTheWindowIsOver() {
        int taken = 0;
        while (journal.append(new byte[48]) != Journal.FULL) {
            taken++;
        }

        store(journal);
        long withinTheWindow = journal.append(new byte[48]);
        age(journal, clock);
        long afterIt = journal.append(new byte[48]);

        assertEquals(CAPACITY / 64, taken);
        assertEquals(Journal.FULL, withinTheWindow);
        assertTrue(afterIt > 0);
    }

    @Test
    void tellsHowFullItIsUntilTheWindowIsOver() {
        double empty = journal.filled();
        for (int i = 0; i < CAPACITY / 128; i++) {
            journal.append(new byte[48]);
        }
        double half = journal.filled();
        store(journal);
        double stored = journal.filled();
        age(journal, clock);

        assertEquals(0, empty);
        assertEquals(0.5, half);
        assertEquals(0.5, stored);
        assertEquals(0, journal.filled());
        journal.close();
        assertEquals(1, journal.filled());
    }

    @Test
    void refusesAnEntryLongerThanTheLimit() {
        assertThrows(IllegalArgumentException.class, () -> journal.append(new byte[Journal.PAYLOAD_BYTES_MAX + 1]));
        assertThrows(IndexOutOfBoundsException.class, () -> journal.append(new byte[3], 1, 3));
        assertEquals(0, journal.accepted());
    }

    @Test
    void refusesOnceClosed() {
        journal.close();

        assertEquals(Journal.FULL, journal.append(payload("tern")));
    }

    @Test
    void holdsTheLongestEntriesOverManyLaps() throws IOException {
        Journal large = journal(directory.resolve("large"), 3 * 65_552 + 16, clock);
        byte[] longest = new byte[Journal.PAYLOAD_BYTES_MAX];
        Batch batch = Given.batch();

        for (int lap = 0; lap < 50; lap++) {
            Arrays.fill(longest, (byte) lap);
            large.append(longest);
            large.read(batch);
            large.confirm(batch);
            age(large, clock);

            assertEquals(1, batch.size());
            assertArrayEquals(longest, Arrays.copyOf(batch.bytes(), batch.length(0)));
        }
    }

    @Test
    void goesOnFromTheHeadAfterAKill() throws IOException {
        journal.append(payload("swift"));
        store(journal);
        journal.append(payload("tern"));
        read(journal);

        Journal next = killedAndOpened(journal, clock);
        next.append(payload("gull"));

        assertEquals(new Recovery(1, 1, 0, 0, 0), next.recovery());
        assertEquals(List.of("tern", "gull"), read(next));
    }

    @Test
    void passesTheHoleOfAnAppendThatWasCutShort() throws IOException {
        long hole = journal.append(payload("swift"));
        journal.append(payload("cut short"));
        journal.append(payload("tern"));
        byte[] bytes = bytes(journal);
        Arrays.fill(bytes, at(hole, CAPACITY), at(hole, CAPACITY) + 8, (byte) 0);

        Journal next = opened(bytes, journal, clock);

        assertEquals(new Recovery(2, 0, 1, 0, 32), next.recovery());
        assertEquals(List.of("swift", "tern"), read(next));
        assertEquals(new Recovery(2, 0, 0, 0, 0), killedAndOpened(next, clock).recovery());
    }

    @Test
    void zeroesTheHoleAtTheEnd() throws IOException {
        long hole = journal.append(payload("swift"));
        journal.append(payload("cut short"));
        byte[] bytes = bytes(journal);
        Arrays.fill(bytes, at(hole, CAPACITY), at(hole, CAPACITY) + 8, (byte) 0);

        Journal next = opened(bytes, journal, clock);

        assertEquals(new Recovery(1, 0, 1, 0, 32), next.recovery());
        assertEquals(hole, next.tail());
        assertFalse(fileHolds(next, "cut short"));
    }

    @Test
    void countsDamageAndPassesIt() throws IOException {
        long damaged = journal.append(payload("swift"));
        journal.append(payload("damaged"));
        journal.append(payload("tern"));
        byte[] bytes = bytes(journal);
        bytes[at(damaged, CAPACITY) + 20] ^= 4;

        Journal next = opened(bytes, journal, clock);

        assertEquals(new Recovery(2, 0, 0, 1, 32), next.recovery());
        assertEquals(List.of("swift", "tern"), read(next));
    }

    @Test
    void countsDamageInUseAndPassesIt() throws IOException {
        for (int field : new int[] {1, 8, 11, 12, 20}) {
            Journal used = journal(directory.resolve("used" + field), CAPACITY, clock);
            long damaged = used.append(payload("swift"));
            used.append(payload("damaged"));
            used.append(payload("tern"));
            byte[] bytes = bytes(used);
            bytes[at(damaged, CAPACITY) + field] ^= 4;
            Files.write(used.path(), bytes, StandardOpenOption.WRITE);

            var batch = Given.batch();
            used.read(batch);
            used.confirm(batch);

            assertEquals(List.of("swift", "tern"), Given.texts(batch), "byte " + field);
            assertEquals(1, used.damaged());
            assertEquals(used.accepted(), used.written() + used.waiting() + used.damaged());
            assertEquals(0, used.waiting());
        }
    }

    @Test
    void takesNoEntryOfAnEarlierLapAsNew() throws IOException {
        journal.append(payload("earlier"));
        byte[] earlier = bytes(journal);
        for (int i = 0; i < CAPACITY / 32 - 1; i++) {
            journal.append(payload("x"));
        }
        store(journal);
        age(journal, clock);
        byte[] bytes = bytes(journal);
        System.arraycopy(earlier, Ring.HEADER_BYTES, bytes, Ring.HEADER_BYTES, 32);

        Journal next = opened(bytes, journal, clock);

        assertEquals(0, next.recovery().waiting());
        assertEquals(List.of(), read(next));
        assertFalse(fileHolds(next, "earlier"));
    }

    @Test
    void takesNoPayloadForAnEntry() throws IOException {
        Journal other = journal(directory.resolve("other"), CAPACITY, clock);
        other.append(new byte[0]);
        other.append(payload("forged"));
        byte[] forged = Arrays.copyOfRange(bytes(other), Ring.HEADER_BYTES + 16, Ring.HEADER_BYTES + 48);
        journal.append(forged);
        byte[] bytes = bytes(journal);
        Arrays.fill(bytes, Ring.HEADER_BYTES, Ring.HEADER_BYTES + 8, (byte) 0);

        Journal next = opened(bytes, journal, clock);

        assertEquals(List.of(), read(next));
        assertEquals(1, next.recovery().damaged());
    }

    @Test
    void losesNothingByATornHeader() throws IOException {
        journal.append(payload("swift"));
        store(journal);
        journal.append(payload("tern"));
        for (int slot : new int[] {0, Header.SLOT_BYTES}) {
            byte[] bytes = bytes(journal);
            bytes[slot + 32] ^= 1;

            Journal next = opened(bytes, journal, clock);

            List<String> read = read(next);
            assertTrue(read.equals(List.of("tern")) || read.equals(List.of("swift", "tern")), read::toString);
        }
    }

    @Test
    void finishesAWipeThatWasCutShort() throws IOException {
        journal.append(payload("swift"));
        long kept = journal.append(payload("secret"));
        store(journal);
        journal.append(payload("tern"));
        byte[] bytes = bytes(journal);
        Header header = Header.newest(MemorySegment.ofArray(bytes)).orElseThrow();
        header.with(kept, kept, header.zeroed()).write(MemorySegment.ofArray(bytes));
        Arrays.fill(bytes, Ring.HEADER_BYTES + 20, Ring.HEADER_BYTES + 40, (byte) 0);

        Journal next = opened(bytes, journal, clock);

        assertEquals(new Recovery(1, 0, 0, 0, 0), next.recovery());
        assertFalse(fileHolds(next, "cret"));
        assertTrue(next.append(new byte[CAPACITY - 48]) > 0);
        assertEquals(Journal.FULL, next.append(new byte[0]));
    }

    @Test
    void rewindsToWhatWasStoredWithinTheWindow() {
        journal.append(payload("old"));
        store(journal);
        age(journal, clock);
        journal.append(payload("swift"));
        journal.append(payload("tern"));
        store(journal);
        journal.wipe();
        journal.append(payload("gull"));

        journal.rewind();

        assertEquals(List.of("swift", "tern", "gull"), read(journal));
        assertEquals(2, journal.replayed());
    }

    @Test
    void keepsARewindOverAKill() throws IOException {
        journal.append(payload("tern"));
        store(journal);
        journal.rewind();

        Journal next = killedAndOpened(journal, clock);

        assertEquals(List.of("tern"), read(next));
    }

    @Test
    void rewindsAfterAKillToWhatTheLastRunStored() throws IOException {
        journal.append(payload("tern"));
        store(journal);

        Journal next = killedAndOpened(journal, clock);
        next.rewind();

        assertEquals(List.of("tern"), read(next));
        assertEquals(0, next.waiting());
    }

    @Test
    void agesNothingByAnOutageOrAClockThatJumps() {
        journal.append(payload("tern"));
        store(journal);
        for (long jump : new long[] {-3_600_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 60_000_000_000L}) {
            clock.nanos += jump;
            store(journal);
            journal.wipe();
        }

        journal.rewind();

        assertEquals(List.of("tern"), read(journal));
    }

    @Test
    void refusesABatchOfBeforeTheRewind() {
        journal.append(payload("tern"));
        var batch = Given.batch();
        journal.read(batch);
        journal.rewind();

        assertThrows(IllegalStateException.class, () -> journal.confirm(batch));
    }

    @Test
    void wipesWhatIsOlderThanTheWindow() throws IOException {
        journal.append(payload("secret"));
        store(journal);
        boolean within = fileHolds(journal, "secret");

        age(journal, clock);

        assertTrue(within);
        assertFalse(fileHolds(journal, "secret"));
        assertTrue(journal.isBlank());
    }

    @Test
    void wipesAnEntryThatRanOverTheEnd() throws IOException {
        journal.append(new byte[CAPACITY - 48]);
        store(journal);
        age(journal, clock);
        journal.append(payload("secret".repeat(30)));
        store(journal);
        boolean within = fileHolds(journal, "secret");

        age(journal, clock);

        assertTrue(within);
        assertFalse(fileHolds(journal, "secret"));
    }

    @Test
    void countsAcceptedAsWrittenAndWaiting() throws IOException {
        journal.append(payload("a"));
        journal.append(payload("b"));
        store(journal);
        journal.append(payload("c"));
        journal.rewind();

        Journal next = killedAndOpened(journal, clock);

        assertEquals(List.of(3L, 2L, 1L), List.of(journal.accepted(), journal.written(), journal.waiting()));
        assertEquals(List.of(3L, 0L, 3L), List.of(next.accepted(), next.written(), next.waiting()));
    }

    private static boolean fileHolds(Journal journal, String text) throws IOException {
        return new String(bytes(journal), StandardCharsets.ISO_8859_1).contains(text);
    }
}
