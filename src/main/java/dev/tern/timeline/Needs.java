package dev.tern.timeline;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** Whether any rule asks about the trait. */
    public boolean has(int trait) {
        return Arrays.binarySearch(traits, trait) >= 0;
    }

    /**
     * What must be kept of a trait.
     *
     * @throws IllegalArgumentException if no rule asks about it
     */
    public Need of(int trait) {
        int place = Arrays.binarySearch(traits, trait);
        if (place < 0) {
            throw new IllegalArgumentException("a trait that is asked about");
        }
        return needs[place];
    }
}
