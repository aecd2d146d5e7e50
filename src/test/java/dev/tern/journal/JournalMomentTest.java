package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recovery makes of the file as it is at any moment, while several threads append and a worker reads, confirms and wipes. */
final class JournalMomentTest {
    private static final int MOMENTS = 30;
    private static final int MOST_BETWEEN = 4_000;
    private static final long SEED = 8;

    private final Path directory;
    private final Random random = new Random(SEED);
    private int lost = 0;
    private int recovered = 0;

    JournalMomentTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void handsOutAllThatWasPublishedWhateverTheMoment() throws IOException, InterruptedException {
        Process process = OtherProcess.start(directory, 0, 1_000);
        try {
            assertEquals('\n', process.getInputStream().read());
            for (int moment = 0; moment < MOMENTS; moment++) {
                awaitMore(random.nextInt(MOST_BETWEEN));
                stop(process);
                judge(file(), moment);
                signal(process, "CONT");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertTrue(recovered > MOMENTS && lost > 0, recovered + " recovered, " + lost + " lost by damage");
    }

    private void awaitMore(int entries) throws IOException {
        Path accepted = directory.resolve(OtherProcess.ACCEPTED);
        long size = Files.size(accepted) + (long) entries * Long.BYTES;
        while (Files.size(accepted) < size) {
            Thread.onSpinWait();
        }
    }

    /** From its return on, no thread of the process runs. */
    private static void stop(Process process) throws IOException, InterruptedException {
        signal(process, "STOP");
        while (!isStopped(process)) {
            Thread.onSpinWait();
        }
    }

    private byte[] file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return Files.readAllBytes(
                    files.filter(file -> file.getFileName().toString().endsWith(".journal"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, "" + process.pid())
                        .start()
                        .waitFor());
    }

    private static boolean isStopped(Process process) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
            return true;
        }
    }

    private void judge(byte[] file, int moment) throws IOException {
        int flips = moment % 3 == 1 ? 1 + random.nextInt(40) : 0;
        Header header = Header.newest(MemorySegment.ofArray(file)).orElseThrow();
        for (int i = 0; i < flips; i++) {
            int at = Given.at(header.head() + random.nextInt(1 << random.nextInt(5, 20)), header.capacity());
            file[at] ^= (byte) (1 << random.nextInt(8));
        }
        if (moment % 3 == 2) {
            int slot = random.nextInt(2) * Header.SLOT_BYTES;
            Arrays.fill(file, slot + random.nextInt(60), slot + 64, (byte) 0xA5);
        }
        Path path = directory.resolve("copy");
        Files.deleteIfExists(path);
        Files.write(path, file, StandardOpenOption.CREATE_NEW);
        String where = "seed " + SEED + ", moment " + moment;

        Journal journal = Given.open(path, new Given.Clock());

        Recovery found = journal.recovery();
        Set<Long> accepted = numbers(OtherProcess.ACCEPTED);
        Set<Long> read = drain(journal, accepted, where);
        Set<Long> missing = new HashSet<>(accepted);
        missing.removeAll(read);
        missing.removeAll(numbers(OtherProcess.STORED));
        recovered += read.size();
        lost += missing.size();
        assertTrue(missing.size() <= flips && found.damaged() <= flips, () -> where + ": " + missing.size() + found);
        assertTrue(missing.isEmpty() || found.damaged() > 0, () -> where + ": " + missing.size() + found);
        assertTrue(found.holes() <= OtherProcess.THREADS, () -> where + found);
        assertEquals(journal.accepted(), journal.written(), where);
    }

    /** Of each thread in the order of its appends, and nothing that it had not begun to append. */
    private static Set<Long> drain(Journal journal, Set<Long> accepted, String where) {
        long[] last = new long[OtherProcess.THREADS];
        Arrays.fill(last, -1);
        Set<Long> read = new HashSet<>();
        Batch batch = Given.batch();
        do {
            journal.read(batch);
            for (int i = 0; i < batch.size(); i++) {
                byte[] entry = Arrays.copyOfRange(batch.bytes(), batch.offset(i), batch.offset(i) + batch.length(i));
                long number = ByteBuffer.wrap(entry).getLong();
                int thread = (int) (number % OtherProcess.THREADS);
                assertArrayEquals(OtherProcess.entry(number), entry, where);
                assertTrue(accepted.contains(number) || accepted.contains(number - OtherProcess.THREADS), where);
                assertTrue(number > last[thread], where);
                last[thread] = number;
                read.add(number);
            }
            journal.confirm(batch);
        } while (!batch.isEmpty());
        return read;
    }

    private Set<Long> numbers(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name)));
        Set<Long> numbers = new HashSet<>();
        while (bytes.remaining() >= Long.BYTES) {
            numbers.add(bytes.getLong());
        }
        return numbers;
    }
}
