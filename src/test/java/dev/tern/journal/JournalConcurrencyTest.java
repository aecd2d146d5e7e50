package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalConcurrencyTest {
    private static final int PRODUCERS = 4;
    private static final int ENTRIES = 100_000;
    private static final int CAPACITY = 16 * 1024;

    private final Path directory;

    JournalConcurrencyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void handsOutEachProducersEntriesInOrderOverManyLaps() throws IOException, InterruptedException {
        Path path = directory.resolve("journal");
        RingFile.create(path, CAPACITY);
        Journal journal = RingFile.open(path, Duration.ZERO, System::nanoTime).orElseThrow();

        List<Thread> producers = IntStream.range(0, PRODUCERS)
                .mapToObj(producer -> Thread.ofPlatform().start(() -> produce(journal, producer)))
                .toList();
        int[] next = consume(journal);
        for (Thread producer : producers) {
            producer.join();
        }

        assertEquals(
                List.of(ENTRIES, ENTRIES, ENTRIES, ENTRIES),
                IntStream.of(next).boxed().toList());
        assertTrue(journal.tail() / CAPACITY > 100);
        assertEquals(
                List.of((long) PRODUCERS * ENTRIES, (long) PRODUCERS * ENTRIES, 0L, 0L),
                List.of(journal.accepted(), journal.written(), journal.waiting(), journal.damaged()));
    }

    private static void produce(Journal journal, int producer) {
        ByteBuffer payload = ByteBuffer.allocate(72);
        for (int number = 0; number < ENTRIES; number++) {
            payload.putInt(0, producer).putInt(4, number);
            while (journal.append(payload.array(), 0, 8 + number % 64) == Journal.FULL) {
                LockSupport.parkNanos(10_000);
            }
        }
    }

    private static int[] consume(Journal journal) {
        int[] next = new int[PRODUCERS];
        List<String> wrong = new ArrayList<>();
        var batch = new Batch(50, Journal.PAYLOAD_BYTES_MAX);
        for (int left = PRODUCERS * ENTRIES; left > 0 && wrong.isEmpty(); left -= batch.size()) {
            journal.read(batch);
            if (batch.isEmpty()) {
                journal.await(Long.MAX_VALUE);
            }
            ByteBuffer bytes = ByteBuffer.wrap(batch.bytes());
            for (int i = 0; i < batch.size(); i++) {
                int producer = bytes.getInt(batch.offset(i));
                int number = bytes.getInt(batch.offset(i) + 4);
                if (number != next[producer]++ || batch.length(i) != 8 + number % 64) {
                    wrong.add("producer " + producer + ", entry " + number);
                }
            }
            journal.confirm(batch);
            journal.wipe();
        }
        assertEquals(List.of(), wrong);
        return next;
    }
}
