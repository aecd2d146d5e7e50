package dev.tern.matching;

import dev.tern.Agent;
import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.checks.Normal;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.rule.Where;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From an event to the traits that it counts for, in a time that hardly grows with their number: first by the event's
 * name, then by what its fields hold. Immutable.
 */
public final class TraitIndex {
    private final int size;
    private final Map<String, NameIndex> byName;
    private final NameIndex ofAnyName;
    private final Set<Agent> asked = EnumSet.noneOf(Agent.class);

    /**
     * Compiles.
     *
     * @param conditions each trait's, at the place of the trait's number
     */
    public TraitIndex(List<Condition> conditions) {
        Map<String, List<NameIndex.Entry>> named = new HashMap<>();
        List<NameIndex.Entry> nameless = new ArrayList<>();
        for (int trait = 0; trait < conditions.size(); trait++) {
            Condition condition = conditions.get(trait);
            List<Where> where = Normal.of(condition.where());
            var entry = new NameIndex.Entry(new CompiledCondition(trait, where), where);
            for (String name : condition.names()) {
                named.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry);
            }
            if (condition.countsAnyName()) {
                nameless.add(entry);
            }
            for (Agent agent : Agent.values()) {
                if (entry.condition().asks(agent)) {
                    asked.add(agent);
                }
            }
        }
        this.size = conditions.size();
        this.byName = new HashMap<>();
        named.forEach((name, entries) -> byName.put(name, new NameIndex(entries)));
        this.ofAnyName = new NameIndex(nameless);
    }

    /** Whether any trait could count what the agent does. */
    public boolean asksAgent(Agent agent) {
        return asked.contains(agent);
    }

    /** Finds the traits that the event counts for. */
    public void match(Facts facts, Found found) {
        found.start(size);
        NameIndex ofName = byName.get(facts.event().name());
        if (ofName != null) {
            ofName.offer(facts, found);
        }
        ofAnyName.offer(facts, found);
        found.finish();
    }
}
