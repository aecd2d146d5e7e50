package dev.tern.matching.checks;

import dev.tern.Agent;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.rule.Where;
import java.util.List;
import java.util.Set;

/** A condition, ready to be held against events; of their names it knows nothing. */
public final class CompiledCondition {
    private final int trait;
    private final Set<Agent> agents;
    private final Check check;

    /**
     * @param trait the number of the trait that it is of
     * @param where in its {@link Normal} form
     */
    public CompiledCondition(int trait, List<Where> where) {
        this.trait = trait;
        this.agents = Agents.countedBy(where);
        this.check = Checks.all(where);
    }

    /** The condition alone, as trait 0. */
    public static CompiledCondition of(Condition condition) {
        return new CompiledCondition(0, Normal.of(condition.where()));
    }

    /** The number of the trait that it is of. */
    public int trait() {
        return trait;
    }

    /** Whether it could count what the agent did. */
    public boolean asks(Agent agent) {
        return agents.contains(agent);
    }

    /** Whether it counts the event, if it counts those of such a name. */
    public boolean counts(Facts facts) {
        return agents.contains(facts.event().agent()) && check.holds(facts);
    }
}
