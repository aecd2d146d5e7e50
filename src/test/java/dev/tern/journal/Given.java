package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Journals, crashes and payloads for the tests. */
final class Given {
    /** Sixteen steps of 100. */
    static final Duration WINDOW = Duration.ofNanos(1600);

    private Given() {}

    /** A clock that stands still until told. */
    static final class Clock implements LongSupplier {
        long nanos;

        @Override
        public long getAsLong() {
            return nanos;
        }
    }

    static Journal journal(Path path, long capacity, Clock clock) throws IOException {
        RingFile.create(path, capacity);
        return open(path, clock);
    }

    static Journal open(Path path, Clock clock) throws IOException {
        return RingFile.open(path, WINDOW, clock).orElseThrow();
    }

    /** What a killed process leaves: the file as it is now. */
    static Journal killedAndOpened(Journal journal, Clock clock) throws IOException {
        return opened(bytes(journal), journal, clock);
    }

    /** A journal of these bytes, beside another. */
    static Journal opened(byte[] bytes, Journal beside, Clock clock) throws IOException {
        Path path = beside.path().resolveSibling(beside.path().getFileName() + "'");
        Files.write(path, bytes);
        return open(path, clock);
    }

    static byte[] bytes(Journal journal) throws IOException {
        return Files.readAllBytes(journal.path());
    }

    /** Where a position lies in the file. */
    static int at(long position, long capacity) {
        return (int) (Ring.HEADER_BYTES + position % capacity);
    }

    static byte[] payload(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Batch batch() {
        return new Batch(1000, Journal.PAYLOAD_BYTES_MAX);
    }

    static List<String> texts(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            texts.add(new String(batch.bytes(), batch.offset(i), batch.length(i), StandardCharsets.US_ASCII));
        }
        return texts;
    }

    static List<String> read(Journal journal) {
        Batch batch = batch();
        journal.read(batch);
        return texts(batch);
    }

    /** Reads and confirms all that waits. */
    static void store(Journal journal) {
        Batch batch = batch();
        journal.read(batch);
        journal.confirm(batch);
    }

    /** Lets the store answer, step by step, until all that is stored now is older than the window. */
    static void age(Journal journal, Clock clock) {
        Batch batch = batch();
        for (int step = 0; step < 18; step++) {
            clock.nanos += journal.stepNanos();
            journal.read(batch);
            assertTrue(batch.isEmpty());
            journal.confirm(batch);
            journal.wipe();
        }
    }
}
