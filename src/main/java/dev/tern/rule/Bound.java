package dev.tern.rule;

/**
 * A range of whole numbers, both ends included.
 *
 * @param atMost the upper end, {@link #NO_END} for none
 */
public record Bound(int atLeast, int atMost) {
    /** The upper end of a range that has none. */
    public static final int NO_END = Integer.MAX_VALUE;

    /** One or more. */
    public static final Bound ONCE = new Bound(1, NO_END);

    public Bound {
        if (atLeast < 0 || atMost < atLeast) {
            throw new IllegalArgumentException("0 <= atLeast <= atMost");
        }
    }

    public boolean contains(int number) {
        return atLeast <= number && number <= atMost;
    }
}
