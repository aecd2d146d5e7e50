package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Who is meant: a tree over events and time that is true or false of a visitor at every instant. */
public sealed interface Rule {
    /** True where every one is. */
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    /** True where at least one is. */
    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = List.copyOf(rules);
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
}
