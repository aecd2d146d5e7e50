package dev.tern.timeline;

import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Window;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A definition compiled: what it must know of a visitor, and when it is true of one. Immutable. */
public final class Plan {
    private final Term term;
    private final long keepMillis;
    private final Needs needs;
    private final int[] anchors;

    private Plan(Term term, long keepMillis, Set<Integer> anchors) {
        this.term = term;
        this.keepMillis = keepMillis;
        var needs = new TreeMap<Integer, Need>();
        gather(term, keepMillis, needs);
        this.needs = Needs.of(needs);
        this.anchors = anchors.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /**
     * The definition, compiled.
     *
     * @param traits the number of each condition, 0 or more; equal conditions have one number
     * @throws IllegalArgumentException if the rule is not bounded: true of somebody who did nothing
     */
    public static Plan of(Definition definition, ToIntFunction<Condition> traits) {
        Term term = Term.of(definition.rule(), traits);
        long keepMillis = definition.keep().map(Window::millis).orElse(0L);
        Set<Integer> anchors =
                Term.anchors(term, true).orElseThrow(() -> new IllegalArgumentException("a bounded rule"));
        return new Plan(term, keepMillis, anchors);
    }

    private static void gather(Term term, long keepMillis, SortedMap<Integer, Need> needs) {
        switch (term) {
            case Term.All(var terms) -> terms.forEach(each -> gather(each, keepMillis, needs));
            case Term.Any(var terms) -> terms.forEach(each -> gather(each, keepMillis, needs));
            case Term.Not(var inner) -> gather(inner, keepMillis, needs);
            case Term.AtLeast(int trait, int count, long withinMillis) ->
                needs.merge(trait, Need.of(count, withinMillis, keepMillis), Need::and);
        }
    }

    /**
     * When the audience has the visitor of this history, if nothing more happens.
     *
     * <p>Right for every instant since the history was last expired. Before that, what the history has forgotten is missing, so a stretch may begin
     * earlier than it says here. Who has the timeline of before knows: no event changes what was true before it, so the whole is
     * {@code before.before(t).unite(plan.timeline(history).since(t))}, where t is the time of the earliest event that is new.
     */
    public Timeline timeline(History history) {
        return Term.timeline(term, history).extend(keepMillis);
    }

    /** The traits that it asks about, ascending. */
    public int[] traits() {
        return needs.traits();
    }

    /** What must be kept of these traits for it alone. */
    public Needs needs() {
        return needs;
    }

    /**
     * A few traits, ascending, of which one at least must have occurrences for it to be true at any instant, so that nobody else need be
     * asked about. None if it is never true.
     */
    public int[] anchors() {
        return anchors.clone();
    }
}
