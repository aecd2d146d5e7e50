package dev.tern.matching;

import java.util.Arrays;

/** The traits that one event counts for, and its number for each. */
public final class Match {
    private static final Match NONE = new Match(new int[0], new long[0]);

    private final int[] traits;
    private final long[] micros;

    private Match(int[] traits, long[] micros) {
        this.traits = traits;
        this.micros = micros;
    }

    /**
     * Of the first so many of these.
     *
     * @param micros in millionths, 0 for a trait that keeps no number
     */
    public static Match of(int[] traits, long[] micros, int size) {
        return size == 0 ? NONE : new Match(Arrays.copyOf(traits, size), Arrays.copyOf(micros, size));
    }

    /** Whether no rule asks about the event. */
    public boolean isEmpty() {
        return traits.length == 0;
    }

    /** How many traits. */
    public int size() {
        return traits.length;
    }

    /** The number of the trait at a place. */
    public int trait(int place) {
        return traits[place];
    }

    /** The event's number for the trait at a place, in millionths. */
    public long micros(int place) {
        return micros[place];
    }

    /** Those from one place until another. */
    public Match part(int from, int until) {
        return from == 0 && until == traits.length
                ? this
                : new Match(Arrays.copyOfRange(traits, from, until), Arrays.copyOfRange(micros, from, until));
    }
}
