package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.json.Refusal;
import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final long T = Scene.START;
    private static final long DAY = 86_400_000;
    private static final Bound NEVER = new Bound(0, 0);
    private static final List<String> NAMES = List.of("view", "cart", "buy", "open");

    @Test
    void isTrueFromTheLastPurchaseAndAWeekUntilTheLastCartAndAMonth() {
        Plan plan = plan(all(count("cart", Bound.ONCE, 30), count("buy", NEVER, 7)), 0);
        History history = History.EMPTY
                .add(1, new Happened(T, 0, 0), plan.needs(), T)
                .add(2, new Happened(T + DAY, 0, 0), plan.needs(), T)
                .add(1, new Happened(T + 2 * DAY, 0, 0), plan.needs(), T);

        Timeline timeline = plan.timeline(history);

        assertEquals(Timeline.ofEdges(T, T + DAY, T + 8 * DAY, T + 32 * DAY), timeline);
    }

    @Test
    void keepsAVisitorAfterTheRuleWasTrue() {
        Plan plan = plan(count("view", Bound.ONCE, 1), 7);
        History history = History.EMPTY.add(0, new Happened(T, 0, 0), plan.needs(), T);

        assertEquals(Timeline.of(T, T + 8 * DAY), plan.timeline(history));
    }

    @Test
    void isTrueForExactlySoMany() {
        Plan plan = plan(count("view", new Bound(2, 2), 10), 0);
        History history = History.EMPTY;
        for (int day = 0; day < 3; day++) {
            history = history.add(0, new Happened(T + day * DAY, 0, 0), plan.needs(), T);
        }

        assertEquals(Timeline.ofEdges(T + DAY, T + 2 * DAY, T + 10 * DAY, T + 11 * DAY), plan.timeline(history));
    }

    @Test
    void needsOneMoreThanTheMostThatARuleAllows() {
        Plan plan = plan(all(count("view", new Bound(1, 4), 9), count("view", new Bound(2, Bound.NO_END), 30)), 5);

        assertEquals(new Need.Count(5, 7 * DAY, 35 * DAY), plan.needs().of(0));
    }

    @Test
    void asksAboutEachTraitOnce() {
        Plan plan = plan(all(count("buy", Bound.ONCE, 1), count("view", NEVER, 1), count("buy", Bound.ONCE, 2)), 0);

        assertArrayEquals(new int[] {0, 2}, plan.traits());
    }

    @Test
    void anchorsOnTheFewestOfWhatMustHoldTogether() {
        Rule either = new Rule.Any(List.of(count("view", Bound.ONCE, 1), count("cart", Bound.ONCE, 1)));

        assertArrayEquals(
                new int[] {3},
                plan(all(either, count("open", Bound.ONCE, 1)), 0).anchors());
    }

    @Test
    void anchorsOnEveryAlternative() {
        Rule either = new Rule.Any(List.of(count("cart", Bound.ONCE, 1), count("view", Bound.ONCE, 1)));

        assertArrayEquals(
                new int[] {0, 1}, plan(all(either, count("buy", NEVER, 1)), 0).anchors());
    }

    @Test
    void anchorsOnWhatIsDeniedTwice() {
        Rule notNone = new Rule.Not(count("buy", NEVER, 1));

        assertArrayEquals(new int[] {2}, plan(notNone, 0).anchors());
    }

    @Test
    void refusesARuleThatIsTrueOfWhoDidNothing() {
        Rule noPurchase = count("buy", NEVER, 30);
        Rule anyNumber = count("buy", new Bound(0, Bound.NO_END), 30);
        Rule oneWayOut = new Rule.Any(List.of(count("view", Bound.ONCE, 1), noPurchase));

        assertThrows(Refusal.class, () -> plan(noPurchase, 0));
        assertThrows(Refusal.class, () -> plan(anyNumber, 0));
        assertThrows(Refusal.class, () -> plan(oneWayOut, 0));
    }

    private static Plan plan(Rule rule, long keepDays) {
        Optional<Window> keep = keepDays == 0 ? Optional.empty() : Optional.of(new Window(keepDays * DAY));
        var site = new Plan.Site(
                ZoneOffset.UTC,
                Map.of(),
                trait -> NAMES.indexOf(trait.condition().names().getFirst()));
        return site.plan(new Definition("an audience", rule, keep));
    }

    private static Rule all(Rule... rules) {
        return new Rule.All(List.of(rules));
    }

    private static Rule count(String name, Bound times, long withinDays) {
        return new Rule.Count(new Condition(List.of(name), List.of()), times, new Window(withinDays * DAY));
    }
}
