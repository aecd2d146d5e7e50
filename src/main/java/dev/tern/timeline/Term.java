package dev.tern.timeline;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rule over trait numbers in place of conditions, over thresholds in place of bounds, and with the audiences that it names in it. */
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

    /** True at t where events of the trait in {@code (t - withinMillis, t]} lie on so many days of the zone or more. */
    record OnDays(int trait, int count, ZoneId zone, long withinMillis) implements Term {}

    /** True at t where the numbers of the events of the trait in {@code (t - withinMillis, t]} add up to so much or more. */
    record AddsUp(int trait, long micros, long withinMillis) implements Term {}

    /** True at t where events of the links, each later than the one before, end in {@code (t - withinMillis, t]}. */
    record Sequence(List<Link> links, long withinMillis) implements Term {
        public Sequence {
            links = List.copyOf(links);
        }
    }

    /** An event of the trait, at most so much later than the one before it; of the first link that says nothing. */
    record Link(int trait, long afterMillis) {}

    /** True where it is, and for so long after each stretch. */
    record Extended(Term term, long millis) implements Term {}

    /** For how long an event can matter to it at most, 0 where it asks about none. */
    static long longestMillis(Term term) {
        return switch (term) {
            case All(var terms) -> longestMillis(terms);
            case Any(var terms) -> longestMillis(terms);
            case Not(var inner) -> longestMillis(inner);
            case AtLeast counted -> counted.withinMillis();
            case OnDays days -> days.withinMillis();
            case AddsUp sum -> sum.withinMillis();
            case Sequence sequence -> sequence.withinMillis();
            case Extended(var inner, long millis) -> longestMillis(inner) + millis;
        };
    }

    private static long longestMillis(List<Term> terms) {
        return terms.stream().mapToLong(Term::longestMillis).max().orElse(0);
    }

    /** For how long after an event of each trait it may depend on it. */
    static Map<Integer, Long> memoryMillis(Term term) {
        var memory = new HashMap<Integer, Long>();
        gatherMemory(term, 0, memory);
        return memory;
    }

    private static void gatherMemory(Term term, long longer, Map<Integer, Long> into) {
        switch (term) {
            case All(var terms) -> terms.forEach(each -> gatherMemory(each, longer, into));
            case Any(var terms) -> terms.forEach(each -> gatherMemory(each, longer, into));
            case Not(var inner) -> gatherMemory(inner, longer, into);
            case Extended(var inner, long millis) -> gatherMemory(inner, longer + millis, into);
            case AtLeast counted -> into.merge(counted.trait(), counted.withinMillis() + longer, Math::max);
            case OnDays days -> into.merge(days.trait(), days.withinMillis() + longer, Math::max);
            case AddsUp sum -> into.merge(sum.trait(), sum.withinMillis() + longer, Math::max);
            case Sequence(var links, long withinMillis) -> {
                long memory = withinMillis + longer;
                for (Link link : links.reversed()) {
                    into.merge(link.trait(), memory, Math::max);
                    memory += link.afterMillis();
                }
            }
        }
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
                history.of(trait, Occurrences.NONE).atLeast(count, withinMillis);
            case OnDays(int trait, int count, ZoneId zone, long withinMillis) ->
                history.of(trait, ActiveDays.NONE).atLeast(count, zone, withinMillis);
            case AddsUp(int trait, long micros, long withinMillis) ->
                history.of(trait, Amounts.NONE).atLeast(micros, withinMillis);
            case Sequence(var links, long withinMillis) -> Timeline.whereAtLeast(1, ends(links, history), withinMillis);
            case Extended(var inner, long millis) -> timeline(inner, history).extend(millis);
        };
    }

    /** When chains of all the links end, ascending. */
    private static long[] ends(List<Link> links, History history) {
        long[] ends = history.of(links.getFirst().trait(), Steps.NONE).times();
        for (int i = 1; i < links.size() && ends.length > 0; i++) {
            Link link = links.get(i);
            ends = history.of(link.trait(), Steps.NONE).following(ends, link.afterMillis());
        }
        return ends;
    }

    /**
     * A few traits of which one at least has occurred wherever the term has this truth; nothing if it has it for whoever did
     * nothing. Of what must hold together, the member with the fewest will do.
     */
    static Optional<Set<Integer>> anchors(Term term, boolean truth) {
        return switch (term) {
            case All(var terms) -> truth ? fewest(terms, true) : every(terms, false);
            case Any(var terms) -> truth ? every(terms, true) : fewest(terms, false);
            case Not(var inner) -> anchors(inner, !truth);
            case AtLeast counted -> truth ? Optional.of(Set.of(counted.trait())) : Optional.empty();
            case OnDays days -> truth ? Optional.of(Set.of(days.trait())) : Optional.empty();
            case AddsUp sum -> truth == (sum.micros() > 0) ? Optional.of(Set.of(sum.trait())) : Optional.empty();
            case Sequence(var links, var _) ->
                truth ? Optional.of(Set.of(links.getLast().trait())) : Optional.empty();
            case Extended(var inner, var _) -> anchors(inner, truth);
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
