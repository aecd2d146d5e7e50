package dev.tern.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long stored entries are kept: the recovery window, counted in time during which the store answered.
 *
 * <p>Between two confirmations the age grows by the time that passed, but by one step at most. So an outage of any length, or a clock that jumps,
 * ages nothing: what was stored just before it is still there a whole window of good time after it. A worker at rest
 * asks the store for a sign of life once a step, so that what is stored ages then too.
 */
final class Retention {
    private static final int STEPS = 16;

    private final long windowNanos;
    private final long stepNanos;
    private final LongSupplier clockNanos;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>(STEPS + 2);
    private long ageNanos;
    private long lastNanos;

    private record Mark(long ageNanos, Point head) {}

    Retention(Duration window, LongSupplier clockNanos) {
        this.windowNanos = window.toNanos();
        this.stepNanos = Math.max(1, windowNanos / STEPS);
        this.clockNanos = clockNanos;
        this.lastNanos = clockNanos.getAsLong();
    }

    long stepNanos() {
        return stepNanos;
    }

    /** What lies before {@code head} is stored now. */
    void confirmed(Point head) {
        long now = clockNanos.getAsLong();
        ageNanos += Math.clamp(now - lastNanos, 0, stepNanos);
        lastNanos = now;
        Mark last = marks.peekLast();
        if (last == null || ageNanos - last.ageNanos() >= stepNanos) {
            marks.add(new Mark(ageNanos, head));
        }
    }

    /** Up to where everything has been stored for the whole window, if that moved on. */
    @Nullable
    Point expired() {
        Point expired = null;
        for (Mark first = marks.peek();
                first != null && first.ageNanos() <= ageNanos - windowNanos;
                first = marks.peek()) {
            expired = first.head();
            marks.remove();
        }
        return expired;
    }

    /** Nothing counts as stored any more. */
    void forget() {
        marks.clear();
    }
}
