package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    private static final long T = 1_750_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final Need.Count ONCE = Need.Count.of(1, MINUTE, 0);
    private static final Need.Count TWICE = Need.Count.of(2, MINUTE, 0);

    @Test
    void isOneStretchWhereVisitsFollowEachOtherWithinTheWindow() {
        Occurrences visits =
                Occurrences.NONE.add(T, 0, ONCE, T).add(T + 40_000, 0, ONCE, T).add(T + 90_000, 0, ONCE, T);

        assertEquals(Timeline.of(T, T + 150_000), visits.atLeast(1, MINUTE));
        assertEquals(0, visits.events().size());
    }

    @Test
    void countsTheSameEventOnce() {
        Occurrences once = Occurrences.NONE.add(T, 7, TWICE, T);

        assertSame(once, once.add(T, 7, TWICE, T));
        assertEquals(Timeline.NEVER, once.atLeast(2, MINUTE));
    }

    @Test
    void tellsEventsOfOneMillisecondApartByTheirTags() {
        Occurrences twice = Occurrences.NONE.add(T, 7, TWICE, T).add(T, -7, TWICE, T);

        assertEquals(Timeline.of(T, T + MINUTE), twice.atLeast(2, MINUTE));
    }

    @Test
    void answersForALongerWindowAndFewerTimes() {
        Occurrences visits = Occurrences.NONE.add(T, 0, TWICE, T).add(T + 90_000, 0, TWICE, T);

        assertEquals(Timeline.NEVER, visits.atLeast(2, MINUTE));
        assertEquals(Timeline.of(T + 90_000, T + 2 * MINUTE), visits.atLeast(2, 2 * MINUTE));
        assertEquals(Timeline.ofEdges(T, T + MINUTE, T + 90_000, T + 150_000), visits.atLeast(1, MINUTE));
    }

    @Test
    void isRightAboutAnEventThatIsAheadOfTheClock() {
        Occurrences ahead = Occurrences.NONE.add(T + 5 * MINUTE, 0, ONCE, T).add(T, 0, ONCE, T);

        assertEquals(Timeline.ofEdges(T, T + MINUTE, T + 5 * MINUTE, T + 6 * MINUTE), ahead.atLeast(1, MINUTE));
    }

    @Test
    void letsNobodyInWhoIsOverOnArrival() {
        Need.Count kept = Need.Count.of(1, MINUTE, MINUTE);

        assertTrue(Occurrences.NONE.add(T, 0, kept, T + 2 * MINUTE).isEmpty());
        assertFalse(Occurrences.NONE.add(T, 0, kept, T + 2 * MINUTE - 1).isEmpty());
    }

    @Test
    void forgetsARunOnlyWhole() {
        Occurrences visits = Occurrences.NONE.add(T, 0, ONCE, T).add(T + 30_000, 0, ONCE, T);

        assertSame(visits, visits.expire(ONCE, T + 89_999));
        assertTrue(visits.expire(ONCE, T + 90_000).isEmpty());
    }

    @Test
    void knowsItsLatestEvent() {
        assertEquals(Timeline.NO_BEGINNING, Occurrences.NONE.latestMillis());
        assertEquals(T, Occurrences.NONE.add(T, 0, ONCE, T).latestMillis());
        assertEquals(T, Occurrences.NONE.add(T, 0, TWICE, T).latestMillis());
    }

    @Test
    void refusesATimeThatNoEventHas() {
        long absurd = State.TIME_MAX + 1;

        assertThrows(IllegalArgumentException.class, () -> new Happened(absurd, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Happened(-absurd, 0, 0));
    }

    @Test
    void keepsNoMorePointsThanTheBoundAndStaysRightAboutThePresent() {
        Need.Count need = Need.Count.of(1, 1000, 0).and(Need.Count.of(500, 540 * 1440L * MINUTE, 0));
        var random = new Random(1);
        Occurrences visits = Occurrences.NONE;
        long[] times = new long[4000];

        for (int i = 0; i < times.length; i++) {
            times[i] = (i == 0 ? T : times[i - 1]) + random.nextInt(1, 100_000);
            visits = visits.add(times[i], 0, need, times[i]);

            assertTrue(visits.events().size() + visits.saturation(0).runs().size() <= Occurrences.POINTS_MAX);
        }

        long now = times[times.length - 1];
        for (int count : new int[] {1, 2, 10, 499, 500}) {
            long until = times[times.length - count] + 20 * 1440L * MINUTE;
            assertEquals(until, visits.atLeast(count, 20 * 1440L * MINUTE).end(), "count " + count);
            assertTrue(visits.atLeast(count, 20 * 1440L * MINUTE).contains(now), "count " + count);
        }
    }
}
