package dev.tern.index;

import java.time.Duration;

/** How long the keys of the index live. */
final class Lifetime {
    /** What a writer may not have heard of for this long is asked for again. */
    static final long LEVEL_FRESH_MILLIS = Duration.ofMinutes(1).toMillis();

    /** How long the marker of a moved bucket stands: far longer than any writer goes by an old level. */
    static final long MARKER_MILLIS = Duration.ofDays(1).toMillis();

    /** How long a growth may be silent before another pod takes it over. */
    static final long LEASE_MILLIS = Duration.ofSeconds(30).toMillis();

    private static final long BUCKET_SPARE_MILLIS = Duration.ofHours(1).toMillis();
    private static final long LEVEL_SPARE_MILLIS = Duration.ofDays(1).toMillis();
    private static final long LEVEL_AHEAD_MILLIS = Duration.ofDays(30).toMillis();

    private Lifetime() {}

    /** What a bucket must live from now on: to the last of its scores, and an hour for clocks that differ; a quarter at least. */
    static long bucketMillis(long lastQuarter, long nowMillis) {
        return Math.max(Grid.MILLIS, Grid.millis(lastQuarter) - nowMillis + BUCKET_SPARE_MILLIS);
    }

    /** The last score that has ended by every clock: an hour ago by this one. */
    static long endedQuarter(long nowMillis) {
        return Grid.down(nowMillis - BUCKET_SPARE_MILLIS);
    }

    /** What it is given where it has less: a quarter more, so that its expiry is set once a quarter at most. */
    static long bucketAheadMillis(long lastQuarter, long nowMillis) {
        return bucketMillis(lastQuarter, nowMillis) + Grid.MILLIS;
    }

    /** What the level must live from now on: longer than every bucket. */
    static long levelMillis(long lastQuarter, long nowMillis) {
        return bucketMillis(lastQuarter, nowMillis) + LEVEL_SPARE_MILLIS;
    }

    /** What it is given where it has less: a month more, so that hits hardly ever touch it. */
    static long levelAheadMillis(long lastQuarter, long nowMillis) {
        return Math.max(levelMillis(lastQuarter, nowMillis), LEVEL_SPARE_MILLIS) + LEVEL_AHEAD_MILLIS;
    }
}
