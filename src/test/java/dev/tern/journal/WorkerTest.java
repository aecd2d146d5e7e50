package dev.tern.journal;

import static dev.tern.journal.Given.payload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
final class WorkerTest {
    private static final Worker.Pace PACE = new Worker.Pace(2, Duration.ofNanos(1), Duration.ofMillis(1));
    private static final Duration LONG = Duration.ofSeconds(8);

    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());

    private final Path directory;

    private final Journal journal;
    private final List<Worker> started = new CopyOnWriteArrayList<>();

    WorkerTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path path = directory.resolve("journal");
        RingFile.create(path, 64 * 1024);
        journal = RingFile.open(path, Duration.ofMillis(16), System::nanoTime).orElseThrow();
    }

    @AfterEach
    void stop() {
        started.forEach(worker -> worker.stop(Duration.ZERO));
    }

    @Test
    void bringsWhatWaitsInBatches() throws Exception {
        journal.append(payload("a"));
        journal.append(payload("b"));
        long last = journal.append(payload("c"));

        Worker worker = start(batch -> stored.add(String.join("+", Given.texts(batch))));
        worker.confirmed(last).get();

        assertEquals(List.of("a+b", "c"), stored.subList(0, 2));
        assertEquals(3, journal.written());
    }

    @Test
    void wakesForEachAppend() throws Exception {
        Journal slow = journalThatKeepsLong();
        Worker worker = start(slow, this::store);

        for (int i = 0; i < 200; i++) {
            worker.confirmed(slow.append(payload("" + i))).get();
        }

        assertEquals(200, stored.size());
    }

    @Test
    void triesAgainUntilTheSinkHasIt() throws Exception {
        var calls = new AtomicLong();
        long first = journal.append(payload("tern"));

        Worker worker = start(batch -> {
            if (calls.incrementAndGet() <= 3) {
                throw new IOException("away");
            }
            store(batch);
        });
        worker.confirmed(first).get();

        assertEquals("tern", stored.getFirst());
        assertEquals(3, worker.failures());
        assertTrue(worker.trouble().isEmpty());
    }

    @Test
    void saysWhyTheSinkFailsAndConfirmsNothing() throws Exception {
        long first = journal.append(payload("tern"));
        var failed = new CountDownLatch(3);

        Worker worker = start(batch -> {
            failed.countDown();
            throw new StackOverflowError("away");
        });
        failed.await();

        assertInstanceOf(StackOverflowError.class, worker.trouble().orElseThrow());
        assertFalse(worker.confirmed(first).isDone());
        assertEquals(1, journal.waiting());
    }

    @Test
    void drainsBeforeItStops() {
        var release = new CountDownLatch(1);
        Worker worker = start(batch -> {
            release.await();
            store(batch);
        });
        for (int i = 0; i < 100; i++) {
            journal.append(payload("" + i));
        }

        release.countDown();
        boolean drained = worker.stop(LONG);

        assertTrue(drained);
        assertEquals(100, stored.size());
    }

    @Test
    void stopsInTimeWhenTheSinkHangs() throws Exception {
        long first = journal.append(payload("tern"));
        var called = new CountDownLatch(1);
        Worker worker = start(batch -> {
            called.countDown();
            new CountDownLatch(1).await();
        });
        CompletableFuture<Void> waiter = worker.confirmed(first);
        called.await();

        boolean drained = worker.stop(Duration.ofMillis(1));

        assertFalse(drained);
        assertEquals(1, journal.waiting());
        assertThrows(ExecutionException.class, waiter::get);
        assertThrows(ExecutionException.class, () -> worker.confirmed(first).get());
    }

    @Test
    void storesAgainWhatARewindOfTheSinkAsksForBeforeItConfirms() throws Exception {
        var confirmedThen = new AtomicLong(-1);
        long first = journal.append(payload("tern"));

        Worker worker = start(batch -> {
            store(batch);
            if (stored.size() == 1) {
                worker().rewind();
            } else if (stored.size() == 2) {
                confirmedThen.compareAndSet(-1, journal.written());
            }
        });
        worker.confirmed(first).get();

        assertEquals(List.of("tern", "tern"), stored.subList(0, 2));
        assertEquals(0, confirmedThen.get());
    }

    @Test
    void storesAgainWhatWasStoredWithinTheWindow() throws Exception {
        var again = new CountDownLatch(2);
        Journal slow = journalThatKeepsLong();
        Worker worker = start(slow, batch -> {
            store(batch);
            again.countDown();
        });
        worker.confirmed(slow.append(payload("tern"))).get();

        worker.rewind();
        again.await();
        boolean drained = worker.stop(LONG);

        assertTrue(drained);
        assertEquals(List.of("tern", "tern"), stored);
        assertEquals(List.of(1L, 1L), List.of(slow.written(), slow.replayed()));
    }

    @Test
    void asksTheStoreForASignOfLifeAtRestAndWipes() throws Exception {
        var asked = new AtomicLong();
        Worker worker = start(batch -> asked.addAndGet(batch.isEmpty() ? 1 : 0));

        worker.confirmed(journal.append(payload("secret"))).get();
        while (new String(Given.bytes(journal), StandardCharsets.ISO_8859_1).contains("secret")) {
            assertFalse(Thread.interrupted(), "never wiped");
        }

        assertTrue(asked.get() > 0);
    }

    @Test
    void wipesNothingWhileTheStoreIsAway() throws Exception {
        var refused = new CountDownLatch(40);
        Worker worker = start(batch -> {
            if (batch.isEmpty()) {
                refused.countDown();
                throw new IOException("away");
            }
        });
        worker.confirmed(journal.append(payload("tern"))).get();

        refused.await();
        worker.stop(Duration.ZERO);
        journal.rewind();

        assertEquals(List.of("tern"), Given.read(journal));
    }

    @Test
    void forgetsAWaiterThatGaveUp() {
        var waiters = new Waiters(() -> 100);

        CompletableFuture<Void> stored = waiters.add(100);
        CompletableFuture<Void> gaveUp = waiters.add(101);
        gaveUp.cancel(false);

        assertTrue(stored.isDone());
        assertEquals(0, waiters.size());
    }

    @Test
    void doublesItsPauseUpToTheLongest() {
        var pace = new Worker.Pace(1, Duration.ofMillis(10), Duration.ofMillis(500));
        long[] millis = {10, 20, 40, 80, 160, 320, 500, 500};

        for (int failures = 1; failures <= millis.length; failures++) {
            assertEquals(TimeUnit.MILLISECONDS.toNanos(millis[failures - 1]), pace.retryNanos(failures));
        }
        assertEquals(TimeUnit.MILLISECONDS.toNanos(500), pace.retryNanos(Integer.MAX_VALUE));
    }

    /** One whose worker, at rest, looks up twice a second at most. */
    private Journal journalThatKeepsLong() throws IOException {
        Path path = directory.resolve("long");
        RingFile.create(path, 64 * 1024);
        return RingFile.open(path, LONG, System::nanoTime).orElseThrow();
    }

    private Worker start(Sink sink) {
        return start(journal, sink);
    }

    private Worker start(Journal of, Sink sink) {
        Worker worker = Worker.start("worker", of, sink, PACE);
        started.add(worker);
        return worker;
    }

    /** For a sink that is called before the test knows its worker. */
    private Worker worker() {
        while (started.isEmpty()) {
            Thread.onSpinWait();
        }
        return started.getFirst();
    }

    private void store(Batch batch) {
        stored.addAll(Given.texts(batch));
    }
}
