package dev.tern.journal;

import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Those who wait until a position is stored. One that gives up, by a time-out of its own, is forgotten at once. */
final class Waiters {
    private final ConcurrentSkipListSet<Waiter> waiters = new ConcurrentSkipListSet<>();
    private final AtomicLong serials = new AtomicLong();
    private final LongSupplier confirmed;
    private volatile boolean stopped;

    private record Waiter(long position, long serial, CompletableFuture<Void> future) implements Comparable<Waiter> {
        private static final Comparator<Waiter> ORDER =
                Comparator.comparingLong(Waiter::position).thenComparingLong(Waiter::serial);

        @Override
        public int compareTo(Waiter other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param confirmed up to which position everything is stored */
    Waiters(LongSupplier confirmed) {
        this.confirmed = confirmed;
    }

    CompletableFuture<Void> add(long position) {
        if (position <= confirmed.getAsLong()) {
            return CompletableFuture.completedFuture(null);
        }
        var waiter = new Waiter(position, serials.incrementAndGet(), new CompletableFuture<>());
        waiters.add(waiter);
        var unused = waiter.future().whenComplete((nothing, trouble) -> waiters.remove(waiter));
        if (position <= confirmed.getAsLong()) {
            waiter.future().complete(null);
        } else if (stopped) {
            fail(waiter);
        }
        return waiter.future();
    }

    /** Answers those whose position is stored now. */
    void answer() {
        long position = confirmed.getAsLong();
        while (!waiters.isEmpty()) {
            Waiter first = waiters.first();
            if (first.position() > position) {
                return;
            }
            waiters.remove(first);
            first.future().complete(null);
        }
    }

    /** Fails everybody who still waits or comes later. */
    void stop() {
        stopped = true;
        waiters.forEach(Waiters::fail);
    }

    int size() {
        return waiters.size();
    }

    private static void fail(Waiter waiter) {
        waiter.future()
                .completeExceptionally(new IllegalStateException("stopped before it was stored; the journal has it"));
    }
}
