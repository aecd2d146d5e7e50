package dev.tern.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that holds a folder's journal: four threads append numbers and write down each that was accepted, a worker writes down those
 * it brings to the store. It tells by a line that so many were accepted, and goes on until it is killed.
 */
final class OtherProcess {
    static final String ACCEPTED = "accepted";
    static final String STORED = "stored";
    static final int THREADS = 4;

    /** Bytes of an entry. */
    private static final int ENTRY_BYTES = 60;

    private OtherProcess() {}

    static Process start(Path directory, long first, int accepted) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(OtherProcess.class.getName(), directory.toString(), "" + first, "" + accepted));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        int accepted = Integer.parseInt(arguments[2]);
        Journals journals = Journals.open(directory, 1, Journals.FILE_BYTES_MIN, Duration.ofMillis(16));
        Journal journal = journals.workers().getFirst();
        var stored = append(directory.resolve(STORED));
        Worker.start(
                "worker",
                journal,
                batch -> write(stored, batch),
                new Worker.Pace(64, Duration.ofMillis(1), Duration.ofMillis(1)));
        for (int thread = 0; thread < THREADS; thread++) {
            long start = first + thread;
            Thread.ofPlatform().start(() -> produce(directory, journal, start, accepted));
        }
    }

    private static void produce(Path directory, Journal journal, long first, int accepted) {
        try (OutputStream out = append(directory.resolve(ACCEPTED))) {
            for (int count = 0; ; count++) {
                byte[] entry = entry(first + (long) count * THREADS);
                while (journal.append(entry) == Journal.FULL) {
                    LockSupport.parkNanos(10_000);
                }
                out.write(entry, 0, Long.BYTES);
                if (count == accepted) {
                    System.out.write('\n');
                    System.out.flush();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry of a number, from its first byte to its last. */
    static byte[] entry(long number) {
        byte[] entry = new byte[ENTRY_BYTES];
        new SplittableRandom(number).nextBytes(entry);
        ByteBuffer.wrap(entry).putLong(0, number);
        return entry;
    }

    private static void write(OutputStream out, Batch batch) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(batch.size() * Long.BYTES);
        for (int i = 0; i < batch.size(); i++) {
            numbers.put(batch.bytes(), batch.offset(i), Long.BYTES);
        }
        out.write(numbers.array());
    }

    private static OutputStream append(Path path) throws IOException {
        return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
