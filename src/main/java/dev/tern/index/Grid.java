package dev.tern.index;

import java.time.Duration;

/**
 * Time in whole quarter hours since the epoch: the scores of the index.
 *
 * <p>Why a quarter hour for every audience. A score moves once for each quarter in which the visitor is seen, so a visit of
 * 5 minutes costs 1.3 writes (with a minute: as many as it has hits; with an hour: 1.1). An entry outlives its membership
 * by 7.5 minutes on average, which is 1 in 12 for a window of 90 minutes and nothing beside days. The number of quarters
 * fits into 24 bits until the year 2209, which a listpack keeps in 4 bytes and a length; milliseconds take 9. A grid that
 * depended on the time left would let pods whose clocks differ disagree on what is stored; this one depends on the end alone.
 */
final class Grid {
    static final long MILLIS = Duration.ofMinutes(15).toMillis();

    private Grid() {}

    /** The first quarter that is not before the instant. */
    static long up(long millis) {
        return Math.ceilDiv(millis, MILLIS);
    }

    /** The last quarter that is not after the instant. */
    static long down(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** When the quarter begins. */
    static long millis(long quarter) {
        return quarter * MILLIS;
    }
}
