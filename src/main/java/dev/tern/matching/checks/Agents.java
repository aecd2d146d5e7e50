package dev.tern.matching.checks;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Field;
import dev.tern.rule.Where;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Whose events a condition may count. */
final class Agents {
    private static final Set<Agent> BY_DEFAULT = where(Agent::countsByDefault);

    private Agents() {}

    /** Those whose events could pass; where nothing asks about agents, those that count by default. */
    static Set<Agent> countedBy(List<Where> where) {
        return where.stream().anyMatch(each -> each.asksAbout(Field.Kind.AGENT))
                ? where(agent -> all(where, true, new Facts().about(eventBy(agent))))
                : BY_DEFAULT;
    }

    private static Set<Agent> where(Predicate<Agent> counted) {
        Set<Agent> agents = EnumSet.allOf(Agent.class);
        agents.removeIf(counted.negate());
        return agents;
    }

    private static Event eventBy(Agent agent) {
        return new Event(Event.PAGE_VIEW, 0, null, null, null, null, null, Source.PIXEL, agent, Map.of());
    }

    private static boolean isOfAgent(Passes passes) {
        return passes.field().kind() == Field.Kind.AGENT;
    }

    /** Whether it could be so, if of the event no more is known than its agent. */
    private static boolean could(Where where, boolean hold, Facts facts) {
        return switch (where) {
            case Passes passes -> !isOfAgent(passes) || Checks.of(passes).holds(facts) == hold;
            case AllOf(var wheres) -> hold ? all(wheres, true, facts) : any(wheres, false, facts);
            case AnyOf(var wheres) -> hold ? any(wheres, true, facts) : all(wheres, false, facts);
            case NoneOf(var wheres) -> hold ? all(wheres, false, facts) : any(wheres, true, facts);
        };
    }

    private static boolean all(List<Where> wheres, boolean hold, Facts facts) {
        return wheres.stream().allMatch(where -> could(where, hold, facts));
    }

    private static boolean any(List<Where> wheres, boolean hold, Facts facts) {
        return wheres.stream().anyMatch(where -> could(where, hold, facts));
    }
}
