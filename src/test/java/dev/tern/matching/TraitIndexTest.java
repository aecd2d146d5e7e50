package dev.tern.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import dev.tern.rule.Where;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraitIndexTest {
    private final Facts facts = new Facts();
    private final Found found = new Found();

    @Test
    void findsWhatHoldingEachConditionAgainstTheEventFinds() {
        long hits = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new RandomMatches(seed);
            List<Condition> conditions = random.conditions();
            Event event = random.event();

            List<Integer> traits = traits(conditions, event);

            assertEquals(NaiveMatch.traits(conditions, event), traits, "seed " + seed);
            hits += traits.size();
        }
        assertTrue(hits > 20_000, "few hits: " + hits);
    }

    @Test
    void dropsNoAgentThatAConditionCounts() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new RandomMatches(seed);
            List<Condition> conditions = random.conditions();
            Event event = random.event();

            boolean asked = new TraitIndex(conditions).asksAgent(event.agent());

            assertTrue(asked || NaiveMatch.traits(conditions, event).isEmpty(), "seed " + seed);
        }
    }

    @Test
    void findsNothingWithoutConditions() {
        assertEquals(List.of(), traits(List.of(), view("/cart")));
    }

    @Test
    void findsATraitOnceWhereSeveralKeysLeadToIt() {
        Condition condition = viewsOf(new Where.AnyOf(List.of(is("path", "/cart"), is("query.x", "1"))));

        assertEquals(List.of(0), traits(List.of(condition), view("/cart?x=1")));
    }

    @Test
    void findsTraitsInAscendingOrder() {
        List<Condition> conditions = List.of(
                viewsOf(is("query.x", "1")), viewsOf(is("path", "/other")), viewsOf(is("path", "/cart")), viewsOf());

        assertEquals(List.of(0, 2, 3), traits(conditions, view("/cart?x=1")));
    }

    @Test
    void findsEachOfTwoTraitsWithOneCondition() {
        assertEquals(List.of(0, 1), traits(List.of(viewsOf(), viewsOf()), view("/cart")));
    }

    @Test
    void findsTheTraitsOfAnotherRuleSetWithTheSameBuffers() {
        List<Condition> many = IntStream.range(0, 200).mapToObj(_ -> viewsOf()).toList();
        traits(many, view("/cart"));

        assertEquals(List.of(0), traits(List.of(viewsOf()), view("/cart")));
    }

    @Test
    void asksOnlyForTheAgentsThatAConditionCounts() {
        var index = new TraitIndex(List.of(viewsOf(is("agent", "bot")), viewsOf()));

        assertTrue(index.asksAgent(Agent.BOT));
        assertTrue(index.asksAgent(Agent.HUMAN));
        assertFalse(index.asksAgent(Agent.PREFETCH));
    }

    @Test
    void asksForNoAgentWithoutConditions() {
        assertFalse(new TraitIndex(List.of()).asksAgent(Agent.HUMAN));
    }

    private List<Integer> traits(List<Condition> conditions, Event event) {
        new TraitIndex(conditions).match(facts.about(event), found);
        return IntStream.range(0, found.size()).map(found::trait).boxed().toList();
    }

    private static Event view(String url) {
        return new Event("view", 0, null, url, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }

    private static Condition viewsOf(Where... where) {
        return new Condition(List.of("view"), List.of(where));
    }

    private static Where is(String field, String text) {
        return new Where.Passes(
                Field.parse(field).orElseThrow(), new dev.tern.rule.Test.Is(List.of(new Value.Text(text))));
    }
}
