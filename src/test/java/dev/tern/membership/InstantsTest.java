package dev.tern.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantsTest {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long YEAR_10000_MILLIS =
            Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();

    private static String written(long millis) {
        byte[] into = new byte[Instants.BYTES_MAX + 1];

        int end = Instants.write(millis, into, 1);

        assertEquals(0, into[0], "before the offset");
        return new String(into, 1, end - 1, StandardCharsets.US_ASCII);
    }

    private static void assertWritesAsInstantDoes(long millis, String why) {
        assertEquals(Instant.ofEpochMilli(millis).toString(), written(millis), why);
    }

    @Test
    void writesSecondsAndNoFractionOfNone() {
        assertEquals("2026-03-09T09:00:00Z", written(1_773_046_800_000L));
        assertEquals("2026-03-09T08:59:59.999Z", written(1_773_046_799_999L));
        assertEquals("2026-03-09T09:00:00.070Z", written(1_773_046_800_070L));
    }

    @Test
    void writesTheEdgesAsInstantDoes() {
        long[] edges = {
            Long.MIN_VALUE,
            -DAY_MILLIS,
            -1,
            0,
            1,
            999,
            1_000,
            DAY_MILLIS - 1,
            DAY_MILLIS,
            YEAR_10000_MILLIS - 1,
            YEAR_10000_MILLIS,
            Long.MAX_VALUE
        };
        for (long edge : edges) {
            assertWritesAsInstantDoes(edge, Long.toString(edge));
            assertTrue(written(edge).length() <= Instants.BYTES_MAX);
        }
    }

    /** After 400 years days come again in the same order. */
    @Test
    void writesEveryDayOfACycleAsInstantDoes() {
        for (long day = 0; day <= 146_097; day++) {
            assertWritesAsInstantDoes(day * DAY_MILLIS, "day " + day);
            assertWritesAsInstantDoes(day * DAY_MILLIS + DAY_MILLIS - 1, "day " + day);
        }
    }

    @Test
    void writesRandomInstantsAsInstantDoes() {
        for (long seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            assertWritesAsInstantDoes(random.nextLong(YEAR_10000_MILLIS), "seed " + seed);
            assertWritesAsInstantDoes(random.nextLong(YEAR_10000_MILLIS / 1_000) * 1_000, "seed " + seed);
            assertWritesAsInstantDoes(random.nextLong(), "seed " + seed);
        }
    }
}
