package dev.tern.timeline;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** What is kept of a visitor: the occurrences of each trait, by its number. Immutable; a trait without occurrences is not in it. */
public final class History {
    /** Nothing is known. */
    public static final History EMPTY = new History(new int[0], new Occurrences[0]);

    private final int[] traits;
    private final Occurrences[] occurrences;

    private History(int[] traits, Occurrences[] occurrences) {
        this.traits = traits;
        this.occurrences = occurrences;
    }

    /** Takes the first so many, ascending by trait, none of them empty. */
    static History of(int[] traits, Occurrences[] occurrences, int size) {
        return size == 0 ? EMPTY : new History(Arrays.copyOf(traits, size), Arrays.copyOf(occurrences, size));
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return traits.length == 0;
    }

    /** How many traits have occurrences. */
    public int size() {
        return traits.length;
    }

    /** The number of the trait at a place; they ascend. */
    public int trait(int place) {
        return traits[place];
    }

    /** The occurrences of the trait at a place. */
    public Occurrences occurrences(int place) {
        return occurrences[place];
    }

    /** The occurrences of a trait, {@link Occurrences#NONE} where there are none. */
    public Occurrences of(int trait) {
        int place = Arrays.binarySearch(traits, trait);
        return place < 0 ? Occurrences.NONE : occurrences[place];
    }

    /**
     * With these occurrences of the trait in place of those before; the same history where they are the same.
     *
     * @param trait 0 or more
     */
    public History with(int trait, Occurrences changed) {
        requireNonNull(changed, "changed");
        if (trait < 0) {
            throw new IllegalArgumentException("0 <= trait");
        }
        int place = Arrays.binarySearch(traits, trait);
        if (place < 0) {
            return changed.isEmpty() ? this : inserted(-place - 1, trait, changed);
        }
        if (occurrences[place] == changed) {
            return this;
        }
        if (changed.isEmpty()) {
            return removed(place);
        }
        Occurrences[] others = occurrences.clone();
        others[place] = changed;
        return new History(traits, others);
    }

    private History inserted(int place, int trait, Occurrences added) {
        int[] moreTraits = Arrays.copyOf(traits, traits.length + 1);
        Occurrences[] more = Arrays.copyOf(occurrences, traits.length + 1);
        System.arraycopy(traits, place, moreTraits, place + 1, traits.length - place);
        System.arraycopy(occurrences, place, more, place + 1, traits.length - place);
        moreTraits[place] = trait;
        more[place] = added;
        return new History(moreTraits, more);
    }

    private History removed(int place) {
        int size = traits.length - 1;
        int[] fewerTraits = Arrays.copyOf(traits, size);
        Occurrences[] fewer = Arrays.copyOf(occurrences, size);
        System.arraycopy(traits, place + 1, fewerTraits, place, size - place);
        System.arraycopy(occurrences, place + 1, fewer, place, size - place);
        return size == 0 ? EMPTY : new History(fewerTraits, fewer);
    }

    /** With one more event of a trait that is asked about; see {@link Occurrences#add}. */
    public History add(int trait, long timeMillis, int tag, Needs needs, long nowMillis) {
        return with(trait, of(trait).add(timeMillis, tag, needs.of(trait), nowMillis));
    }

    /** Without what can't matter to any rule from now on, and kept as the rules need it. */
    public History expire(Needs needs, long nowMillis) {
        int[] keptTraits = new int[traits.length];
        Occurrences[] kept = new Occurrences[traits.length];
        boolean same = true;
        int size = 0;
        for (int i = 0; i < traits.length; i++) {
            Occurrences rest = Occurrences.NONE;
            if (needs.has(traits[i])) {
                Need need = needs.of(traits[i]);
                rest = occurrences[i].expire(need, nowMillis).adapt(need);
            }
            same &= rest == occurrences[i];
            if (!rest.isEmpty()) {
                keptTraits[size] = traits[i];
                kept[size++] = rest;
            }
        }
        return same ? this : of(keptTraits, kept, size);
    }

    /** The instant from which nothing of it matters any more; {@link Timeline#NO_BEGINNING} if nothing does already. */
    public long mattersUntil(Needs needs) {
        long until = Timeline.NO_BEGINNING;
        for (int i = 0; i < traits.length; i++) {
            if (needs.has(traits[i])) {
                until = Math.max(until, occurrences[i].mattersUntil(needs.of(traits[i])));
            }
        }
        return until;
    }
}
