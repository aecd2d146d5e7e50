package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long T = Scene.START;
    private static final Need.Count ONCE = Need.Count.of(1, 60_000, 0);
    private static final Occurrences VISIT = Occurrences.NONE.add(T, 0, ONCE, T);

    @Test
    void holdsWhatASortedMapHolds() {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var map = new TreeMap<Integer, Occurrences>();
            History history = History.EMPTY;

            for (int i = 0; i < 30; i++) {
                int trait = random.nextInt(12);
                Occurrences visit = Occurrences.NONE.add(T + i, 0, ONCE, T);
                boolean remove = random.nextInt(3) == 0;
                history = history.with(trait, remove ? Occurrences.NONE : visit);
                if (remove) {
                    map.remove(trait);
                } else {
                    map.put(trait, visit);
                }
            }

            assertEquals(map.size(), history.size(), "seed " + seed);
            assertEquals(map.isEmpty(), history.isEmpty(), "seed " + seed);
            int place = 0;
            for (var entry : map.entrySet()) {
                assertEquals(entry.getKey(), history.trait(place), "seed " + seed);
                assertSame(entry.getValue(), history.state(place++), "seed " + seed);
                assertSame(entry.getValue(), history.of(entry.getKey(), Occurrences.NONE), "seed " + seed);
            }
        }
    }

    @Test
    void isTheSameWhereNothingChanges() {
        History history = History.EMPTY.with(3, VISIT);

        assertSame(history, history.with(3, VISIT));
        assertSame(history, history.with(4, Occurrences.NONE));
        assertSame(history, history.add(3, new Happened(T, 0, 0), needs(3), T));
        assertSame(history, history.expire(needs(3), T));
    }

    @Test
    void forgetsATraitThatNoRuleAsksAbout() {
        History history = History.EMPTY.with(3, VISIT).with(4, VISIT);

        History rest = history.expire(needs(4), T);

        assertEquals(1, rest.size());
        assertEquals(4, rest.trait(0));
    }

    @Test
    void forgetsATraitWithoutOccurrences() {
        History history = History.EMPTY.with(3, VISIT);

        assertTrue(history.expire(needs(3), T + 60_000).isEmpty());
    }

    @Test
    void refusesANegativeTrait() {
        assertThrows(IllegalArgumentException.class, () -> History.EMPTY.with(-1, VISIT));
    }

    private static Needs needs(int trait) {
        var needs = new TreeMap<Integer, Need>();
        needs.put(trait, ONCE);
        return Needs.of(needs);
    }
}
