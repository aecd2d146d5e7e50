package dev.tern.matching.checks;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompiledConditionTest {
    private static final Where CART = is("path", "/cart");
    private static final Where HOME = is("path", "/home");
    private static final Where BOT = is("agent", "bot");
    private static final Where HUMAN = is("agent", "human");

    @Test
    void countsPeopleAndTheirMailProxiesUnlessItAsks() {
        assertEquals(Set.of(Agent.HUMAN, Agent.PROXY), agents(CART));
    }

    @Test
    void countsTheAgentThatItNames() {
        assertEquals(Set.of(Agent.BOT), agents(BOT));
    }

    @Test
    void countsTheAgentsThatItDoesNotRuleOut() {
        assertEquals(Set.of(Agent.PREFETCH, Agent.PROXY), agents(noneOf(BOT, HUMAN)));
    }

    @Test
    void countsEveryAgentWhereOneAlternativeDoesNotAsk() {
        assertEquals(EnumSet.allOf(Agent.class), agents(anyOf(BOT, CART)));
    }

    @Test
    void countsEveryAgentThatOnlySomeEventsRuleOut() {
        assertEquals(EnumSet.allOf(Agent.class), agents(noneOf(allOf(BOT, CART))));
    }

    @Test
    void countsNoAgentWhereItContradictsItself() {
        assertEquals(Set.of(), agents(BOT, HUMAN));
    }

    @Test
    void countsEverythingWithoutTests() {
        assertTrue(counts("/x"));
    }

    @Test
    void needsAllTests() {
        assertTrue(counts("/cart?x=1", CART, is("query.x", "1")));
        assertFalse(counts("/cart?x=2", CART, is("query.x", "1")));
    }

    @Test
    void needsOneOfTheAlternatives() {
        assertTrue(counts("/home", anyOf(CART, HOME)));
        assertFalse(counts("/other", anyOf(CART, HOME)));
    }

    @Test
    void needsNoneOfTheExceptions() {
        assertFalse(counts("/home", noneOf(CART, HOME)));
        assertTrue(counts("/other", noneOf(CART, HOME)));
    }

    @Test
    void countsWhereAnExceptionAsksForAMissingField() {
        assertTrue(counts("/home", noneOf(is("query.x", "1"))));
    }

    @Test
    void nestsGroups() {
        Where where = noneOf(allOf(CART, anyOf(is("query.x", "1"), is("query.x", "2"))));

        assertFalse(counts("/cart?x=2", where));
        assertTrue(counts("/cart?x=3", where));
    }

    private static boolean counts(String url, Where... where) {
        var event = new Event("view", 0, null, url, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
        return condition(where).counts(new Facts().about(event));
    }

    private static Set<Agent> agents(Where... where) {
        CompiledCondition condition = condition(where);
        Set<Agent> agents = EnumSet.noneOf(Agent.class);
        for (Agent agent : Agent.values()) {
            if (condition.asks(agent)) {
                agents.add(agent);
            }
        }
        return agents;
    }

    private static CompiledCondition condition(Where... where) {
        return CompiledCondition.of(new Condition(List.of(), List.of(where)));
    }

    private static Where is(String field, String text) {
        return new Where.Passes(
                Field.parse(field).orElseThrow(), new dev.tern.rule.Test.Is(List.of(new Value.Text(text))));
    }

    private static Where allOf(Where... wheres) {
        return new Where.AllOf(List.of(wheres));
    }

    private static Where anyOf(Where... wheres) {
        return new Where.AnyOf(List.of(wheres));
    }

    private static Where noneOf(Where... wheres) {
        return new Where.NoneOf(List.of(wheres));
    }
}
