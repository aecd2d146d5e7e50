package dev.tern.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What an entry costs on its way through the journal: on one thread, where nobody waits for anybody, and on two that append to one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {
    /** Entries of a batch. */
    private static final int ENTRIES = 512;

    /** As many as two threads may append to one file. */
    private static final int APPENDS = 100_000;

    private static final int PAYLOAD_BYTES = 60;
    private static final long FILE_BYTES = 16 * 1024 * 1024;
    private static final long SEED = 1;

    private final byte[][] payloads = new byte[ENTRIES][PAYLOAD_BYTES];
    private final Batch batch = new Batch(ENTRIES, Journal.PAYLOAD_BYTES_MAX);
    private final AtomicBoolean draining = new AtomicBoolean();
    private Path directory;
    private Journals journals;
    private Journal passed;
    private Journal filled;

    @Setup
    public void open() throws IOException {
        var random = new SplittableRandom(SEED);
        Arrays.stream(payloads).forEach(random::nextBytes);
        directory = Files.createTempDirectory("journals");
        journals = Journals.open(directory, 2, 2 * FILE_BYTES, Duration.ZERO);
        passed = journals.workers().getFirst();
        filled = journals.workers().getLast();
        for (int i = 0; filled.append(payloads[i % ENTRIES]) != Journal.FULL; i++) {}
    }

    @TearDown
    public void close() throws IOException {
        closeAndDelete(journals, directory);
    }

    private static void closeAndDelete(Journals journals, Path directory) throws IOException {
        journals.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** As a worker does it, but for what it does with the batch. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public Batch pass() {
        for (byte[] payload : payloads) {
            if (passed.append(payload) == Journal.FULL) {
                throw new IllegalStateException("full");
            }
        }
        drainPassed();
        return batch;
    }

    /** A journal that is empty before each iteration. */
    @State(Scope.Benchmark)
    public static class Emptied {
        private final Batch batch = new Batch(ENTRIES, Journal.PAYLOAD_BYTES_MAX);
        private Path directory;
        private Journals journals;
        private Journal journal;

        @Setup
        public void open() throws IOException {
            directory = Files.createTempDirectory("journals");
            journals = Journals.open(directory, 1, 2 * FILE_BYTES, Duration.ZERO);
            journal = journals.workers().getFirst();
        }

        @Setup(Level.Iteration)
        public void empty() {
            while (!journal.isDrained()) {
                takeOut(journal, batch);
            }
        }

        @TearDown
        public void close() throws IOException {
            closeAndDelete(journals, directory);
        }
    }

    /** Two threads append, and nobody reads meanwhile. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Threads(2)
    @OperationsPerInvocation(APPENDS)
    public void appendByTwo(Emptied to) {
        for (int i = 0; i < APPENDS; i++) {
            if (to.journal.append(payloads[i % ENTRIES]) == Journal.FULL) {
                throw new IllegalStateException("full");
            }
        }
    }

    /** As {@link #pass} on two threads, of which the one that finds nobody at it drains. */
    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(ENTRIES)
    public void passByTwo() {
        for (byte[] payload : payloads) {
            while (passed.append(payload) == Journal.FULL) {
                drainPassedIfNobodyDoes();
            }
        }
        drainPassedIfNobodyDoes();
    }

    private void drainPassedIfNobodyDoes() {
        if (draining.compareAndSet(false, true)) {
            drainPassed();
            draining.set(false);
        }
    }

    private void drainPassed() {
        takeOut(passed, batch);
    }

    private static void takeOut(Journal journal, Batch batch) {
        journal.read(batch);
        journal.confirm(batch);
        journal.wipe();
    }

    /** The same entries again and again, by a rewind. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public Batch drain() {
        filled.read(batch);
        if (batch.size() < ENTRIES) {
            filled.rewind();
            filled.read(batch);
        }
        filled.confirm(batch);
        return batch;
    }
}
