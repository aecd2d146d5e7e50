package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is meant: a tree over events and time that is true or false of a visitor at every instant. */
public sealed interface Rule {
    /** True where every one is. */
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = Rule.atLeastOne(rules);
        }
    }

    /** True where at least one is. */
    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = Rule.atLeastOne(rules);
        }
    }

    /** True where it is not. */
    record Not(Rule rule) implements Rule {
        public Not {
            requireNonNull(rule, "rule");
        }
    }

    /** True at t where the number of events in (t - within, t] that meet the condition lies within the bound. */
    record Count(Condition condition, Bound times, Window within) implements Rule {
        public Count {
            requireNonNull(condition, "condition");
            requireNonNull(times, "times");
            requireNonNull(within, "within");
        }
    }

    private static List<Rule> atLeastOne(List<Rule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("at least one");
        }
        return List.copyOf(rules);
    }

    /** The conditions that it asks about, each once, in the order of the rule. */
    default List<Condition> conditions() {
        Set<Condition> conditions = new LinkedHashSet<>();
        collect(conditions);
        return List.copyOf(conditions);
    }

    private void collect(Set<Condition> into) {
        switch (this) {
            case All(var rules) -> rules.forEach(rule -> rule.collect(into));
            case Any(var rules) -> rules.forEach(rule -> rule.collect(into));
            case Not(var rule) -> rule.collect(into);
            case Count count -> into.add(count.condition());
        }
    }
}
