package dev.tern.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Instants as answers write them, which is as {@link Instant#toString} does, in a small part of its time.
 *
 * <p>The date is worked out by the arithmetic of Howard Hinnant's civil_from_days ("chrono-Compatible Low-Level Date Algorithms"): years
 * that begin in March end with the leap day, so that month and day follow from the day of the year without a table. 400 such years have
 * 146,097 days, and 1970-01-01 is 719,468 days after 0000-03-01.
 */
final class Instants {
    /** Of the longest instant, some 292 million years away. */
    static final int BYTES_MAX = 30;

    private static final long DAY_MILLIS = 86_400_000;
    private static final int DAYS_BEFORE_1970 = 719_468;
    private static final int CYCLE_DAYS = 146_097;

    /** The last one of the year 9999. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private Instants() {}

    /**
     * Writes an instant at {@code offset}, at most {@link #BYTES_MAX} bytes.
     *
     * @param millis since 1970 UTC
     * @return the offset after it
     */
    static int write(long millis, byte[] into, int offset) {
        if (millis < 0 || millis > LAST_MILLIS) {
            byte[] text = Instant.ofEpochMilli(millis).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, into, offset, text.length);
            return offset + text.length;
        }
        date((int) (millis / DAY_MILLIS), into, offset);
        into[offset + 10] = 'T';
        return time((int) (millis % DAY_MILLIS), into, offset + 11);
    }

    private static void date(int daysSince1970, byte[] into, int offset) {
        int days = daysSince1970 + DAYS_BEFORE_1970;
        int dayOfCycle = days % CYCLE_DAYS;
        int yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
        int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = days / CYCLE_DAYS * 400 + yearOfCycle + (month <= 2 ? 1 : 0);
        two(year / 100, into, offset);
        two(year % 100, into, offset + 2);
        into[offset + 4] = '-';
        two(month, into, offset + 5);
        into[offset + 7] = '-';
        two(day, into, offset + 8);
    }

    private static int time(int millisOfDay, byte[] into, int offset) {
        int seconds = millisOfDay / 1_000;
        int fraction = millisOfDay % 1_000;
        two(seconds / 3_600, into, offset);
        into[offset + 2] = ':';
        two(seconds / 60 % 60, into, offset + 3);
        into[offset + 5] = ':';
        two(seconds % 60, into, offset + 6);
        int end = offset + 8;
        if (fraction != 0) {
            into[end] = '.';
            into[end + 1] = digit(fraction / 100);
            two(fraction % 100, into, end + 2);
            end += 4;
        }
        into[end] = 'Z';
        return end + 1;
    }

    private static void two(int number, byte[] into, int offset) {
        into[offset] = digit(number / 10);
        into[offset + 1] = digit(number % 10);
    }

    private static byte digit(int number) {
        return (byte) ('0' + number);
    }
}
