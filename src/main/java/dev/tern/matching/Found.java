package dev.tern.matching;

import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The traits that an event counts for, by number and ascending. Of one thread, which uses it again for the next event. */
public final class Found {
    private int[] traits = {};
    private int size;

    /** The traits whose conditions were held against the event, in order; and the same as bits. */
    private int[] held = {};

    private int heldSize;
    private long[] seen = {};

    /** How many. */
    public int size() {
        return size;
    }

    /**
     * The number of one.
     *
     * @param place from 0 to {@link #size()} - 1
     */
    public int trait(int place) {
        return traits[place];
    }

    /** How many conditions were held against the event. */
    int held() {
        return heldSize;
    }

    void start(int traitsMax) {
        for (int place = 0; place < heldSize; place++) {
            seen[held[place] >> 6] = 0;
        }
        size = 0;
        heldSize = 0;
        if (traits.length < traitsMax) {
            traits = new int[traitsMax];
            held = new int[traitsMax];
            seen = new long[(traitsMax + Long.SIZE - 1) / Long.SIZE];
        }
    }

    /** Keeps those that count the event. Each is held against it once, however often it is offered. */
    void offer(CompiledCondition @Nullable [] conditions, Facts facts) {
        if (conditions == null) {
            return;
        }
        for (CompiledCondition condition : conditions) {
            int trait = condition.trait();
            long bit = 1L << trait;
            if ((seen[trait >> 6] & bit) == 0) {
                seen[trait >> 6] |= bit;
                held[heldSize++] = trait;
                if (condition.counts(facts)) {
                    traits[size++] = trait;
                }
            }
        }
    }

    void finish() {
        Arrays.sort(traits, 0, size);
    }
}
