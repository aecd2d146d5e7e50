package dev.tern.timeline;

import static java.util.Objects.requireNonNull;

/**
 * Where a count is known to be enough: every t in the runs has {@code threshold} events or more in {@code (t - windowMillis, t]}.
 * At the beginning of each run there is an event, and {@code windowMillis} before its end there is one.
 */
record Saturation(int threshold, long windowMillis, Timeline runs) {
    Saturation {
        requireNonNull(runs, "runs");
    }

    /** Whether it helps to tell so many events within this window from fewer. */
    boolean answers(int count, long withinMillis) {
        return count <= threshold && withinMillis >= windowMillis;
    }

    /** Where a longer window holds enough of the events that made the runs. */
    Timeline within(long withinMillis) {
        return runs.extend(withinMillis - windowMillis);
    }

    /** Whether the runs alone tell of an event of this time: all through its life there were enough. */
    boolean tells(long time) {
        return runs.contains(time, time + windowMillis);
    }

    /** The latest event of a run that counts until its end. */
    long lastEvent(int run) {
        return runs.until(run) - windowMillis;
    }

    /** From the event that begins a run to {@link #lastEvent}; negative where that came first. */
    long length(int run) {
        return lastEvent(run) - runs.from(run);
    }

    /** Without the runs whose last such event happened then or before. */
    Saturation forget(long time) {
        Timeline rest = runs.endingAfter(time + windowMillis);
        return rest.size() == runs.size() ? this : new Saturation(threshold, windowMillis, rest);
    }
}
