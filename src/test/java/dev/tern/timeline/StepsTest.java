package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepsTest {
    private static final long T = Scene.START;
    private static final long HOUR = 3_600_000;
    private static final Need.Chain NEED = new Need.Chain(24 * HOUR);

    @Test
    void findsThoseThatFollowInTime() {
        Steps carts = steps(T, T + 1, T + HOUR, T + HOUR + 1);

        assertArrayEquals(new long[] {T + 1, T + HOUR}, carts.following(new long[] {T}, HOUR));
    }

    @Test
    void findsNoneAtTheSameMillisecond() {
        assertArrayEquals(new long[0], steps(T).following(new long[] {T}, HOUR));
    }

    @Test
    void looksAtTheNearestThatIsEarlier() {
        long[] views = {T, T + 5 * HOUR, T + 9 * HOUR};

        assertArrayEquals(
                new long[] {T + 6 * HOUR, T + 9 * HOUR + 1},
                steps(T + 3 * HOUR, T + 6 * HOUR, T + 9 * HOUR, T + 9 * HOUR + 1)
                        .following(views, HOUR));
    }

    @Test
    void findsNoneAfterNothing() {
        assertArrayEquals(new long[0], steps(T).following(new long[0], HOUR));
        assertArrayEquals(new long[0], Steps.NONE.following(new long[] {T}, HOUR));
    }

    @Test
    void keepsATimeOnceInItsOrder() {
        Steps steps = steps(T + 5, T, T + 3);

        assertArrayEquals(new long[] {T, T + 3, T + 5}, steps.times());
        assertSame(steps, steps.add(T + 3, NEED, T));
    }

    @Test
    void letsNobodyInWhoIsOverOnArrivalAndForgetsOneByOne() {
        Steps steps = steps(T, T + HOUR);

        assertSame(steps, steps.add(T - 1, NEED, T - 1 + 24 * HOUR));
        assertSame(steps, NEED.expire(steps, T + 24 * HOUR - 1));
        assertArrayEquals(
                new long[] {T + HOUR}, NEED.expire(steps, T + 24 * HOUR).times());
        assertTrue(NEED.expire(steps, T + 25 * HOUR).isEmpty());
    }

    @Test
    void knowsItsLatestEvent() {
        assertEquals(Timeline.NO_BEGINNING, Steps.NONE.latestMillis());
        assertEquals(T + 5, steps(T + 5, T).latestMillis());
    }

    private static Steps steps(long... times) {
        Steps steps = Steps.NONE;
        for (long time : times) {
            steps = steps.add(time, NEED, time);
        }
        return steps;
    }
}
