package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static final long DAY = 86_400_000;

    @Test
    void takesTheLongestSpanOfTheLadderThatIsNoLongerThanTheWindow() {
        assertEquals(1000, Need.Count.of(1, 1000, 0).windowMillis());
        assertEquals(1000, Need.Count.of(1, 4999, 0).windowMillis());
        assertEquals(7 * DAY, Need.Count.of(1, 9 * DAY, 0).windowMillis());
        assertEquals(540 * DAY, Need.Count.of(1, 540 * DAY, 0).windowMillis());
    }

    @Test
    void hasASpanForEveryCode() {
        for (int code = 0; code < 1 << Ladder.CODE_BITS; code++) {
            assertEquals(code, Ladder.code(Ladder.millis(code)));
        }
    }

    @Test
    void reachesAsFarAsTheWindowAndTheKeepAboveIt() {
        assertEquals(16 * DAY, Need.Count.of(1, 9 * DAY, 7 * DAY).reachMillis());
    }

    @Test
    void servesEveryRuleThatSharesATrait() {
        Need both = Need.Count.of(1, 9 * DAY, 7 * DAY).and(Need.Count.of(5, 30 * DAY, 0));

        assertEquals(new Need.Count(5, 7 * DAY, 30 * DAY), both);
    }

    @Test
    void refusesWhatNoRuleNeeds() {
        assertThrows(IllegalArgumentException.class, () -> new Need.Count(0, DAY, DAY));
        assertThrows(IllegalArgumentException.class, () -> new Need.Count(Need.Count.THRESHOLD_MAX + 1, DAY, DAY));
        assertThrows(IllegalArgumentException.class, () -> new Need.Count(1, 4 * DAY, 4 * DAY));
        assertThrows(IllegalArgumentException.class, () -> new Need.Count(1, 2 * DAY, DAY));
    }

    @Test
    void mergesTraitByTrait() {
        Need once = Need.Count.of(1, DAY, 0);
        Need often = Need.Count.of(9, 2 * DAY, 0);

        Needs merged = Needs.merge(List.of(needs(3, once), needs(8, once), needs(3, often)));

        assertArrayEquals(new int[] {3, 8}, merged.traits());
        assertEquals(once.and(often), merged.of(3));
        assertEquals(once, merged.of(8));
    }

    @Test
    void knowsWhichTraitsAreAskedAbout() {
        Needs needs = needs(3, Need.Count.of(1, DAY, 0));

        assertNotNull(needs.of(3));
        assertNull(needs.of(4));
    }

    private static Needs needs(int trait, Need need) {
        var needs = new TreeMap<Integer, Need>();
        needs.put(trait, need);
        return Needs.of(needs);
    }
}
