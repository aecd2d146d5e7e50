package dev.tern.timeline;

/**
 * What must be kept of the events of one trait to answer every rule that asks about it.
 *
 * @param threshold the largest count that a rule tells from fewer, between 1 and {@link #THRESHOLD_MAX}
 * @param windowMillis one of the 32 spans of the ladder, no longer than the shortest window asked
 * @param reachMillis for how long an event can matter: the longest sum of a window and the {@code keep} above it
 */
public record Need(int threshold, long windowMillis, long reachMillis) {
    /** Rules count to 500, and {@code atMost 500} must tell 501 apart. */
    public static final int THRESHOLD_MAX = 501;

    public Need {
        if (threshold < 1 || threshold > THRESHOLD_MAX) {
            throw new IllegalArgumentException("1 <= threshold <= " + THRESHOLD_MAX);
        }
        if (Ladder.code(windowMillis) < 0) {
            throw new IllegalArgumentException("a window of the ladder");
        }
        if (reachMillis < windowMillis) {
            throw new IllegalArgumentException("windowMillis <= reachMillis");
        }
    }

    /** What is needed to tell this count from fewer within this window, a second or more, under this {@code keep}, 0 for none. */
    static Need of(int count, long withinMillis, long keepMillis) {
        return new Need(count, Ladder.floor(withinMillis), withinMillis + keepMillis);
    }

    /** What is needed for both. */
    public Need and(Need other) {
        return new Need(
                Math.max(threshold, other.threshold),
                Math.min(windowMillis, other.windowMillis),
                Math.max(reachMillis, other.reachMillis));
    }

    /** The latest instant at which an event can have happened that no longer matters. */
    long forgotten(long nowMillis) {
        return nowMillis - reachMillis;
    }
}
