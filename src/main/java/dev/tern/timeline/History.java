package dev.tern.timeline;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a visitor: the state of each trait, by its number. Immutable; a trait of which nothing is kept is not in it. */
public final class History {
    /** Nothing is known. */
    public static final History EMPTY = new History(new int[0], new State[0]);

    private final int[] traits;
    private final State[] states;

    private History(int[] traits, State[] states) {
        this.traits = traits;
        this.states = states;
    }

    /** Takes the first so many, ascending by trait, none of them empty. */
    static History of(int[] traits, State[] states, int size) {
        if (size == 0) {
            return EMPTY;
        }
        return size == traits.length
                ? new History(traits, states)
                : new History(Arrays.copyOf(traits, size), Arrays.copyOf(states, size));
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return traits.length == 0;
    }

    /** How many traits have states. */
    public int size() {
        return traits.length;
    }

    /** The number of the trait at a place; they ascend. */
    public int trait(int place) {
        return traits[place];
    }

    /** The state of the trait at a place. */
    public State state(int place) {
        return states[place];
    }

    /**
     * The state of a trait.
     *
     * @param none what to give where nothing is kept, and where the state is of another kind
     */
    public <S extends State> S of(int trait, S none) {
        int place = Arrays.binarySearch(traits, trait);
        return place < 0 ? none : State.as(none, states[place]);
    }

    /** What is known of a trait's events; see {@link State#known}. */
    public List<Happened> known(int trait) {
        int place = Arrays.binarySearch(traits, trait);
        return place < 0 ? List.of() : states[place].known();
    }

    /**
     * With this state of the trait in place of the one before; the same history where it is the same.
     *
     * @param trait 0 or more
     */
    public History with(int trait, State changed) {
        requireNonNull(changed, "changed");
        if (trait < 0) {
            throw new IllegalArgumentException("0 <= trait");
        }
        int place = Arrays.binarySearch(traits, trait);
        if (place < 0) {
            return changed.isEmpty() ? this : inserted(-place - 1, trait, changed);
        }
        if (states[place] == changed) {
            return this;
        }
        if (changed.isEmpty()) {
            return removed(place);
        }
        State[] others = states.clone();
        others[place] = changed;
        return new History(traits, others);
    }

    private History inserted(int place, int trait, State added) {
        int[] moreTraits = Arrays.copyOf(traits, traits.length + 1);
        State[] more = Arrays.copyOf(states, traits.length + 1);
        System.arraycopy(traits, place, moreTraits, place + 1, traits.length - place);
        System.arraycopy(states, place, more, place + 1, traits.length - place);
        moreTraits[place] = trait;
        more[place] = added;
        return new History(moreTraits, more);
    }

    private History removed(int place) {
        int size = traits.length - 1;
        int[] fewerTraits = Arrays.copyOf(traits, size);
        State[] fewer = Arrays.copyOf(states, size);
        System.arraycopy(traits, place + 1, fewerTraits, place, size - place);
        System.arraycopy(states, place + 1, fewer, place, size - place);
        return size == 0 ? EMPTY : new History(fewerTraits, fewer);
    }

    /** With one more event of a trait, if any rule asks about it; see {@link Need#add}. */
    public History add(int trait, Happened event, Needs needs, long nowMillis) {
        Need need = needs.of(trait);
        if (need == null) {
            return this;
        }
        int place = Arrays.binarySearch(traits, trait);
        return with(trait, need.add(place < 0 ? Occurrences.NONE : states[place], event, nowMillis));
    }

    /** Without what can't matter to any rule from now on, and kept as the rules need it. */
    public History expire(Needs needs, long nowMillis) {
        for (int i = 0; i < traits.length; i++) {
            if (kept(i, needs, nowMillis) != states[i]) {
                return expiredFrom(i, needs, nowMillis);
            }
        }
        return this;
    }

    private History expiredFrom(int first, Needs needs, long nowMillis) {
        int[] keptTraits = traits.clone();
        State[] kept = states.clone();
        int size = first;
        for (int i = first; i < traits.length; i++) {
            State rest = kept(i, needs, nowMillis);
            if (!rest.isEmpty()) {
                keptTraits[size] = traits[i];
                kept[size++] = rest;
            }
        }
        return of(keptTraits, kept, size);
    }

    private State kept(int place, Needs needs, long nowMillis) {
        Need need = needs.of(traits[place]);
        return need == null ? Occurrences.NONE : need.expire(states[place], nowMillis);
    }

    /** The instant from which nothing of it matters any more; {@link Timeline#NO_BEGINNING} if nothing does already. */
    public long mattersUntil(Needs needs) {
        long until = Timeline.NO_BEGINNING;
        for (int i = 0; i < traits.length; i++) {
            Need need = needs.of(traits[i]);
            if (need != null) {
                until = Math.max(until, Timeline.later(states[i].latestMillis(), need.reachMillis()));
            }
        }
        return until;
    }

    /** Whether something has been kept of the trait. */
    boolean has(int trait) {
        return Arrays.binarySearch(traits, trait) >= 0;
    }

    /** What is kept of the trait; null if nothing is. */
    @Nullable
    State find(int trait) {
        int place = Arrays.binarySearch(traits, trait);
        return place < 0 ? null : states[place];
    }
}
