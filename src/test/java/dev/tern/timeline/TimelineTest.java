package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The algebra is judged by a row of cells: one for all instants before 0, one each for 0 to 31, one for all later ones. */
class TimelineTest {
    private static final int SEEDS = 20_000;
    private static final int CELLS = 34;

    @Test
    void intersectsLikeCells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));
            boolean[] b = cells(new Random(~seed));

            Timeline both = timeline(a).intersect(timeline(b));

            assertEquals(timeline(cells(cell -> a[cell] && b[cell])), both, "seed " + seed);
        }
    }

    @Test
    void unitesLikeCells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));
            boolean[] b = cells(new Random(~seed));

            Timeline either = timeline(a).unite(timeline(b));

            assertEquals(timeline(cells(cell -> a[cell] || b[cell])), either, "seed " + seed);
        }
    }

    @Test
    void complementsLikeCells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));

            Timeline not = timeline(a).complement();

            assertEquals(timeline(cells(cell -> !a[cell])), not, "seed " + seed);
        }
    }

    @Test
    void extendsLikeCells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));
            int millis = (int) (seed % 9);

            Timeline extended = timeline(a).extend(millis);

            assertDisjoint(extended, "seed " + seed);
            for (int cell = 0; cell < CELLS - 1; cell++) {
                boolean expected = false;
                for (int back = 0; back <= Math.min(millis, cell); back++) {
                    expected |= a[cell - back];
                }
                assertEquals(expected, extended.contains(instant(cell)), "seed " + seed + " cell " + cell);
            }
        }
    }

    @Test
    void cutsLikeCells() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));
            int cut = 1 + (int) (seed % (CELLS - 1));

            Timeline since = timeline(a).since(instant(cut));
            Timeline before = timeline(a).before(instant(cut));

            assertEquals(timeline(cells(cell -> a[cell] && cell >= cut)), since, "seed " + seed);
            assertEquals(timeline(cells(cell -> a[cell] && cell < cut)), before, "seed " + seed);
        }
    }

    @Test
    void findsTheIntervalThatHoldsAnInstant() {
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean[] a = cells(new Random(seed));
            Timeline timeline = timeline(a);

            for (int cell = 0; cell < CELLS; cell++) {
                long t = instant(cell);
                int at = timeline.at(t);

                assertEquals(a[cell], timeline.contains(t), "seed " + seed);
                assertEquals(a[cell], at >= 0, "seed " + seed);
                assertTrue(at < 0 || (timeline.from(at) <= t && t < timeline.until(at)), "seed " + seed);
            }
        }
    }

    @Test
    void containsASpanThatLiesInOneInterval() {
        var timeline = Timeline.ofEdges(10, 20, 21, 30);

        assertTrue(timeline.contains(10, 20));
        assertTrue(timeline.contains(22, 23));
        assertFalse(timeline.contains(9, 12));
        assertFalse(timeline.contains(15, 25));
        assertFalse(timeline.contains(30, 31));
    }

    @Test
    void isTrueWhereTheWindowHoldsEnough() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            long[] times = random.longs(random.nextInt(9), 0, 30).sorted().toArray();
            int count = random.nextInt(1, 5);
            int window = random.nextInt(1, 20);

            Timeline enough = Timeline.whereAtLeast(count, times, window);

            assertDisjoint(enough, "seed " + seed);
            for (long t = -1; t < 60; t++) {
                long instant = t;
                long held = Arrays.stream(times)
                        .filter(time -> instant - window < time && time <= instant)
                        .count();
                assertEquals(held >= count, enough.contains(t), "seed " + seed + " at " + t);
            }
        }
    }

    @Test
    void isTrueWhereEnoughIntervalsOverlap() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            long[] from = random.longs(random.nextInt(9), 0, 30).sorted().toArray();
            long[] until = Arrays.stream(from)
                    .map(begin -> begin + random.nextInt(1, 12))
                    .toArray();
            int count = random.nextInt(1, 5);

            Timeline enough = Timeline.whereAtLeast(
                    count, from, Arrays.stream(until).sorted().toArray());

            assertDisjoint(enough, "seed " + seed);
            for (long t = -1; t < 50; t++) {
                int overlapping = 0;
                for (int i = 0; i < from.length; i++) {
                    overlapping += from[i] <= t && t < until[i] ? 1 : 0;
                }
                assertEquals(overlapping >= count, enough.contains(t), "seed " + seed + " at " + t);
            }
        }
    }

    @Test
    void isOneWhereOneIntervalEndsAndAnotherBeginsAtTheSameInstant() {
        long[] from = {0, 5};
        long[] until = {5, 9};

        assertEquals(Timeline.of(0, 9), Timeline.whereAtLeast(1, from, until));
        assertEquals(Timeline.NEVER, Timeline.whereAtLeast(2, from, until));
    }

    @Test
    void endsWithItsLastInterval() {
        assertEquals(Timeline.NO_BEGINNING, Timeline.NEVER.end());
        assertEquals(9, Timeline.ofEdges(1, 3, 5, 9).end());
        assertEquals(Timeline.NO_END, Timeline.ALWAYS.end());
    }

    @Test
    void isNeverInAnEmptySpan() {
        assertEquals(Timeline.NEVER, Timeline.of(5, 5));
        assertEquals(Timeline.NEVER, Timeline.of(6, 5));
    }

    @Test
    void saturatesNearTheEndOfTime() {
        var nearTheEnd = Timeline.of(5, Timeline.NO_END - 10);

        assertEquals(Timeline.of(5, Timeline.NO_END - 1), nearTheEnd.extend(9));
        assertEquals(Timeline.of(5, Timeline.NO_END), nearTheEnd.extend(11));
        assertEquals(Timeline.of(5, Timeline.NO_END), nearTheEnd.extend(Long.MAX_VALUE));
        assertEquals(Timeline.ALWAYS, Timeline.ALWAYS.extend(5));
        assertEquals(Timeline.NO_BEGINNING, Timeline.later(Timeline.NO_BEGINNING, 5));
    }

    @Test
    void refusesEdgesThatAreNoIntervals() {
        assertThrows(IllegalArgumentException.class, () -> Timeline.ofEdges(1));
        assertThrows(IllegalArgumentException.class, () -> Timeline.ofEdges(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Timeline.ofEdges(1, 3, 3, 4));
    }

    @Test
    void keepsOnlyWholeIntervalsThatHaveNotEnded() {
        var timeline = Timeline.ofEdges(1, 3, 5, 9);

        assertEquals(timeline, timeline.endingAfter(2));
        assertEquals(Timeline.of(5, 9), timeline.endingAfter(3));
        assertEquals(Timeline.of(5, 9), timeline.endingAfter(8));
        assertEquals(Timeline.NEVER, timeline.endingAfter(9));
    }

    @Test
    void saysItsIntervals() {
        assertEquals("never", Timeline.NEVER.toString());
        assertEquals("[-∞, 1) [2, ∞)", Timeline.of(1, 2).complement().toString());
    }

    @Test
    void hasEqualHashesWhereEqual() {
        var cutInTwo = Timeline.of(1, 5).unite(Timeline.of(5, 9));

        assertEquals(Timeline.of(1, 9), cutInTwo);
        assertEquals(Timeline.of(1, 9).hashCode(), cutInTwo.hashCode());
    }

    private static void assertDisjoint(Timeline timeline, String seed) {
        for (int i = 0; i < timeline.size(); i++) {
            assertTrue(timeline.from(i) < timeline.until(i), seed);
            assertTrue(i == 0 || timeline.until(i - 1) < timeline.from(i), seed);
        }
    }

    private static boolean[] cells(Random random) {
        int density = random.nextInt(1, 10);
        return cells(_ -> random.nextInt(10) < density);
    }

    private static boolean[] cells(IntPredicate isTrue) {
        boolean[] cells = new boolean[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            cells[cell] = isTrue.test(cell);
        }
        return cells;
    }

    private static Timeline timeline(boolean[] cells) {
        long[] edges = new long[CELLS + 2];
        int size = 0;
        for (int cell = 0; cell <= CELLS; cell++) {
            boolean before = cell > 0 && cells[cell - 1];
            boolean here = cell < CELLS && cells[cell];
            if (before != here) {
                edges[size++] = cell == 0 ? Timeline.NO_BEGINNING : cell == CELLS ? Timeline.NO_END : instant(cell);
            }
        }
        return Timeline.ofEdges(Arrays.copyOf(edges, size));
    }

    private static long instant(int cell) {
        return cell - 1L;
    }
}
