package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
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

    /** True at t where the events in (t - within, t] that meet the condition lie on so many calendar days of the site's time zone. */
    record Days(Condition condition, Bound days, Window within) implements Rule {
        public Days {
            requireNonNull(condition, "condition");
            requireNonNull(days, "days");
            requireNonNull(within, "within");
        }
    }

    /**
     * True at t where the numbers of the events in (t - within, t] that meet the condition add up to something in the range.
     * Events without that number add nothing.
     */
    record Sum(Condition condition, Field of, Range sum, Window within) implements Rule {
        public Sum {
            requireNonNull(condition, "condition");
            requireNonNull(of, "of");
            requireNonNull(sum, "sum");
            requireNonNull(within, "within");
        }
    }

    /**
     * True at t where some chain of events, one for each step and in strictly increasing time, ends in (t - within, t].
     *
     * @param steps at least one
     */
    record Sequence(List<Step> steps, Window within) implements Rule {
        public Sequence {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("at least one");
            }
            steps = List.copyOf(steps);
            requireNonNull(within, "within");
        }
    }

    /**
     * A step of a sequence.
     *
     * @param after how much later than the step before it at most; of the first step it says nothing
     */
    record Step(Condition condition, Window after) {
        /** As late as any window is long. */
        public static final Window ANY_TIME_AFTER = new Window(Window.MILLIS_MAX);

        public Step {
            requireNonNull(condition, "condition");
            requireNonNull(after, "after");
        }
    }

    /** True where the visitor is in another audience of the site. */
    record In(AudienceId audience) implements Rule {
        public In {
            requireNonNull(audience, "audience");
        }
    }

    private static List<Rule> atLeastOne(List<Rule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("at least one");
        }
        return List.copyOf(rules);
    }

    /** What it asks about, each once, in the order of the rule; what the audiences in it ask about is left out. */
    default List<Trait> traits() {
        Set<Trait> traits = new LinkedHashSet<>();
        collect(traits);
        return List.copyOf(traits);
    }

    private void collect(Set<Trait> into) {
        switch (this) {
            case All(var rules) -> rules.forEach(rule -> rule.collect(into));
            case Any(var rules) -> rules.forEach(rule -> rule.collect(into));
            case Not(var rule) -> rule.collect(into);
            case Count count -> into.add(Trait.counted(count.condition()));
            case Days days -> into.add(Trait.onDays(days.condition()));
            case Sum sum -> into.add(Trait.summed(sum.condition(), sum.of()));
            case Sequence(var steps, var _) -> steps.forEach(step -> into.add(Trait.inSequence(step.condition())));
            case In _ -> {}
        }
    }

    /** The same with no window longer than this. */
    default Rule cutTo(Window longest) {
        return switch (this) {
            case All(var rules) -> new All(cutTo(rules, longest));
            case Any(var rules) -> new Any(cutTo(rules, longest));
            case Not(var rule) -> new Not(rule.cutTo(longest));
            case Count(var condition, var times, var within) -> new Count(condition, times, within.cutTo(longest));
            case Days(var condition, var days, var within) -> new Days(condition, days, within.cutTo(longest));
            case Sum(var condition, var of, var sum, var within) -> new Sum(condition, of, sum, within.cutTo(longest));
            case Sequence(var steps, var within) ->
                new Sequence(
                        steps.stream()
                                .map(step ->
                                        new Step(step.condition(), step.after().cutTo(longest)))
                                .toList(),
                        within.cutTo(longest));
            case In in -> in;
        };
    }

    private static List<Rule> cutTo(List<Rule> rules, Window longest) {
        return rules.stream().map(rule -> rule.cutTo(longest)).toList();
    }

    /** What it says, in plain English: the same rule says the same, always. */
    default String description() {
        return Description.of(this);
    }
}
