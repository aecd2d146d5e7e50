package dev.tern.timeline;

import java.util.Arrays;

/**
 * The 32 spans in which saturation is kept, from a second to 540 days. They are few, so that one fits into five bits of a record and so that a
 * rule's window can change a little without changing what is kept. The codes are in stored records: they never change.
 */
final class Ladder {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final long[] MILLIS = {
        SECOND,
        5 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        3 * DAY,
        5 * DAY,
        7 * DAY,
        10 * DAY,
        14 * DAY,
        21 * DAY,
        30 * DAY,
        45 * DAY,
        60 * DAY,
        90 * DAY,
        120 * DAY,
        180 * DAY,
        270 * DAY,
        365 * DAY,
        540 * DAY,
    };

    /** How many bits a code has. */
    static final int CODE_BITS = 5;

    private Ladder() {}

    /** The longest of the spans that is no longer than this one, which is a second or more. */
    static long floor(long millis) {
        int place = Arrays.binarySearch(MILLIS, millis);
        return MILLIS[place >= 0 ? place : -place - 2];
    }

    /** The code of one of the spans; negative if it is none. */
    static int code(long millis) {
        return Arrays.binarySearch(MILLIS, millis);
    }

    /** The span of a code between 0 and 31. */
    static long millis(int code) {
        return MILLIS[code];
    }
}
