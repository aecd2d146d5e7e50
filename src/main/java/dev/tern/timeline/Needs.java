package dev.tern.timeline;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be kept of each trait that the rules ask about. Immutable. */
public final class Needs {
    private final int[] traits;
    private final Need[] needs;

    private Needs(SortedMap<Integer, Need> needs) {
        this.traits = needs.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.needs = needs.values().toArray(new Need[0]);
    }

    static Needs of(SortedMap<Integer, Need> needs) {
        return new Needs(needs);
    }

    /** What a term needs. */
    static Needs of(Term term) {
        var needs = new TreeMap<Integer, Need>();
        gather(term, Term.longestMillis(term), needs);
        return new Needs(needs);
    }

    /**
     * @param reachMillis for how long an event can matter: until the longest window of the rule, not only its own, and what extends it
     *     are over, so that a stretch that began when a short window ended is still known to have begun then
     */
    private static void gather(Term term, long reachMillis, SortedMap<Integer, Need> needs) {
        switch (term) {
            case Term.All(var terms) -> terms.forEach(each -> gather(each, reachMillis, needs));
            case Term.Any(var terms) -> terms.forEach(each -> gather(each, reachMillis, needs));
            case Term.Not(var inner) -> gather(inner, reachMillis, needs);
            case Term.Extended(var inner, long _) -> gather(inner, reachMillis, needs);
            case Term.AtLeast(int trait, int count, long withinMillis) ->
                needs.merge(trait, Need.Count.of(count, withinMillis, reachMillis - withinMillis), Need::and);
            case Term.OnDays(int trait, int _, ZoneId zone, long withinMillis) ->
                needs.merge(trait, Need.Days.of(zone, withinMillis, reachMillis - withinMillis), Need::and);
            case Term.AddsUp(int trait, long _, long _) -> needs.merge(trait, new Need.Sum(reachMillis), Need::and);
            case Term.Sequence(var links, long _) -> gather(links, reachMillis, needs);
        }
    }

    /** A link matters for as long as what may still follow it. */
    private static void gather(List<Term.Link> links, long reachMillis, SortedMap<Integer, Need> needs) {
        long reach = reachMillis;
        for (Term.Link link : links.reversed()) {
            needs.merge(link.trait(), new Need.Chain(reach), Need::and);
            reach += link.afterMillis();
        }
    }

    /** What is needed for all of them; where they share a trait, what serves every one. */
    public static Needs merge(Collection<Needs> all) {
        var merged = new TreeMap<Integer, Need>();
        for (Needs some : all) {
            for (int i = 0; i < some.traits.length; i++) {
                merged.merge(some.traits[i], some.needs[i], Need::and);
            }
        }
        return new Needs(merged);
    }

    /** The traits that are asked about, ascending. */
    public int[] traits() {
        return traits.clone();
    }

    /** Whether the very same is kept of each of these traits in both. */
    boolean haveSame(History one, History other) {
        for (int trait : traits) {
            if (one.find(trait) != other.find(trait)) {
                return false;
            }
        }
        return true;
    }

    /** What must be kept of a trait; null if no rule asks about it. */
    public @Nullable Need of(int trait) {
        int place = Arrays.binarySearch(traits, trait);
        return place < 0 ? null : needs[place];
    }
}
