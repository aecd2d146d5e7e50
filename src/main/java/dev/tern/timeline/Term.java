package dev.tern.timeline;

import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A rule over trait numbers in place of conditions, and over thresholds in place of bounds. */
sealed interface Term {
    /** True where every one is. */
    record All(List<Term> terms) implements Term {
        public All {
            terms = List.copyOf(terms);
        }
    }

    /** True where at least one is. */
    record Any(List<Term> terms) implements Term {
        public Any {
            terms = List.copyOf(terms);
        }
    }

    /** True where it is not. */
    record Not(Term term) implements Term {}

    /** True at t where so many events of the trait or more are in {@code (t - withinMillis, t]}. */
    record AtLeast(int trait, int count, long withinMillis) implements Term {}

    /** The rule, its conditions numbered. */
    static Term of(Rule rule, ToIntFunction<Condition> traits) {
        return switch (rule) {
            case Rule.All(var rules) ->
                new All(rules.stream().map(each -> of(each, traits)).toList());
            case Rule.Any(var rules) ->
                new Any(rules.stream().map(each -> of(each, traits)).toList());
            case Rule.Not(var inner) -> new Not(of(inner, traits));
            case Rule.Count(var condition, var times, var within) ->
                of(times, traits.applyAsInt(condition), within.millis());
        };
    }

    private static Term of(Bound times, int trait, long withinMillis) {
        Term enough = times.atLeast() == 0 ? new All(List.of()) : new AtLeast(trait, times.atLeast(), withinMillis);
        if (times.atMost() == Bound.NO_END) {
            return enough;
        }
        Term notTooMany = new Not(new AtLeast(trait, times.atMost() + 1, withinMillis));
        return times.atLeast() == 0 ? notTooMany : new All(List.of(enough, notTooMany));
    }

    /** When it is true of whoever has this history. */
    static Timeline timeline(Term term, History history) {
        return switch (term) {
            case All(var terms) -> {
                Timeline all = Timeline.ALWAYS;
                for (int i = 0; i < terms.size() && !all.isEmpty(); i++) {
                    all = all.intersect(timeline(terms.get(i), history));
                }
                yield all;
            }
            case Any(var terms) -> {
                Timeline any = Timeline.NEVER;
                for (int i = 0; i < terms.size(); i++) {
                    any = any.unite(timeline(terms.get(i), history));
                }
                yield any;
            }
            case Not(var inner) -> timeline(inner, history).complement();
            case AtLeast(int trait, int count, long withinMillis) ->
                history.of(trait).atLeast(count, withinMillis);
        };
    }

    /**
     * A few traits of which one at least has occurred wherever the term has this truth; nothing if it has it for whoever did nothing. Of what must
     * hold together, the member with the fewest will do.
     */
    static Optional<Set<Integer>> anchors(Term term, boolean truth) {
        return switch (term) {
            case All(var terms) -> truth ? fewest(terms, true) : every(terms, false);
            case Any(var terms) -> truth ? every(terms, true) : fewest(terms, false);
            case Not(var inner) -> anchors(inner, !truth);
            case AtLeast counted -> truth ? Optional.of(Set.of(counted.trait())) : Optional.empty();
        };
    }

    private static Optional<Set<Integer>> fewest(List<Term> terms, boolean truth) {
        Optional<Set<Integer>> fewest = Optional.empty();
        for (Term term : terms) {
            Optional<Set<Integer>> some = anchors(term, truth);
            if (some.isPresent()
                    && (fewest.isEmpty() || some.get().size() < fewest.get().size())) {
                fewest = some;
            }
        }
        return fewest;
    }

    private static Optional<Set<Integer>> every(List<Term> terms, boolean truth) {
        Set<Integer> every = new HashSet<>();
        for (Term term : terms) {
            Optional<Set<Integer>> some = anchors(term, truth);
            if (some.isEmpty()) {
                return some;
            }
            every.addAll(some.get());
        }
        return Optional.of(every);
    }
}
