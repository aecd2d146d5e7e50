package dev.tern.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The consumer of one journal, on a thread of its own: brings what waits to a sink, batch by batch, and tries each until the sink has it.
 * It parks while there is nothing to do.
 */
public final class Worker {
    /** A pause while an append is between its claim and its publication. */
    private static final long APPENDING_NANOS = 20_000;

    /** What comes during this pause makes one batch: it is written with the fewest round trips, and seen that much later. */
    private static final long LINGER_NANOS = 10_000_000;

    /** How long a stop waits for a sink that was interrupted. */
    private static final Duration INTERRUPTED_MAX = Duration.ofSeconds(1);

    private static final int ENTRY_BYTES_USUAL = 128;

    private final Journal journal;
    private final Sink sink;
    private final Pace pace;
    private final Batch batch;
    private final Waiters waiters;
    private final Thread thread;
    private volatile boolean rewindAsked;
    private volatile boolean stopAsked;
    private volatile long deadlineNanos;
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable Throwable trouble;
    private long writtenNanos = System.nanoTime();

    /**
     * How fast a worker goes.
     *
     * @param batchEntriesMax between 1 and 100,000
     * @param retryFirst the pause after a first failure; it doubles with each further one
     * @param retryMax the longest pause, at most a minute
     */
    public record Pace(int batchEntriesMax, Duration retryFirst, Duration retryMax) {
        private static final Duration RETRY_MAX = Duration.ofMinutes(1);
        private static final int BATCH_ENTRIES_MAX = 100_000;

        public Pace {
            if (batchEntriesMax < 1 || batchEntriesMax > BATCH_ENTRIES_MAX) {
                throw new IllegalArgumentException("1 to " + BATCH_ENTRIES_MAX + " entries a batch");
            }
            if (!retryFirst.isPositive() || retryFirst.compareTo(retryMax) > 0 || retryMax.compareTo(RETRY_MAX) > 0) {
                throw new IllegalArgumentException("0 < first pause <= longest pause <= " + RETRY_MAX);
            }
        }

        /** The pause after so many failures in a row, in nanoseconds. */
        long retryNanos(int failuresInRow) {
            double doubled = retryFirst.toNanos() * Math.pow(2, failuresInRow - 1);
            return (long) Math.min((double) retryMax.toNanos(), doubled);
        }
    }

    private Worker(String name, Journal journal, Sink sink, Pace pace) {
        this.journal = journal;
        this.sink = sink;
        this.pace = pace;
        this.batch = new Batch(
                pace.batchEntriesMax(),
                Math.max(Journal.PAYLOAD_BYTES_MAX, pace.batchEntriesMax() * ENTRY_BYTES_USUAL));
        this.waiters = new Waiters(journal::confirmed);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Starts draining. From now on the journal has its consumer. */
    public static Worker start(String name, Journal journal, Sink sink, Pace pace) {
        var worker = new Worker(name, journal, sink, pace);
        worker.thread.start();
        return worker;
    }

    public Journal journal() {
        return journal;
    }

    /**
     * Completes when everything before a position is stored; exceptionally when the worker stops first. What hangs on it runs on the worker's
     * thread, so it must be short or go elsewhere.
     */
    public CompletableFuture<Void> confirmed(long position) {
        return waiters.add(position);
    }

    /**
     * Has everything stored within the recovery window stored again, because the store may have lost it. From any thread. Asked
     * by the sink before its {@code write} returns, it comes before that batch is confirmed.
     */
    public void rewind() {
        rewindAsked = true;
        LockSupport.unpark(thread);
    }

    /** Why the last write failed; nothing when it went well. */
    public Optional<Throwable> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Writes that failed. */
    public long failures() {
        return failures.sum();
    }

    /**
     * Drains what waits, for at most so long, and stops. To be called when nobody appends any more.
     *
     * @return whether everything is stored; what is not waits for the next start
     */
    public boolean stop(Duration within) {
        deadlineNanos = System.nanoTime() + within.toNanos();
        stopAsked = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(within)) {
                thread.interrupt();
                thread.join(INTERRUPTED_MAX);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        return journal.waiting() == 0;
    }

    private void run() {
        try {
            while (!isOver()) {
                if (rewindAsked) {
                    rewindAsked = false;
                    journal.rewind();
                }
                journal.read(batch);
                if (batch.isEmpty() && rest()) {
                    continue;
                }
                if (write()) {
                    journal.confirm(batch);
                    journal.wipe();
                    waiters.answer();
                    linger();
                }
            }
        } finally {
            waiters.stop();
        }
    }

    private void linger() {
        if (!batch.isFull() && !stopAsked && !rewindAsked) {
            LockSupport.parkNanos(this, LINGER_NANOS);
        }
    }

    /** Waits for an entry, unless it is time to ask the store for a sign of life, so that what it has stored can be wiped. */
    private boolean rest() {
        if (journal.isAppending()) {
            LockSupport.parkNanos(this, APPENDING_NANOS);
            return true;
        }
        if (journal.isBlank()) {
            journal.await(Long.MAX_VALUE);
            return true;
        }
        long untilDue = writtenNanos + journal.stepNanos() - System.nanoTime();
        if (untilDue <= 0) {
            return false;
        }
        journal.await(untilDue);
        return true;
    }

    /** Tries until the sink has the batch, and says whether it may be confirmed. */
    @SuppressWarnings("InterruptedExceptionSwallowed") // a stop interrupts the sink alone; isOver ends this
    private boolean write() {
        for (int failuresInRow = 1; !rewindAsked; failuresInRow++) {
            try {
                sink.write(batch);
                writtenNanos = System.nanoTime();
                trouble = null;
                return !rewindAsked;
            } catch (Exception | Error e) {
                trouble = e;
                failures.increment();
            }
            if (isOver()) {
                return false;
            }
            LockSupport.parkNanos(this, pace.retryNanos(failuresInRow));
        }
        return false;
    }

    private boolean isOver() {
        return stopAsked && (System.nanoTime() - deadlineNanos >= 0 || (journal.isDrained() && !rewindAsked));
    }
}
