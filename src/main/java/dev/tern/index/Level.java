package dev.tern.index;

/**
 * How finely an audience is split: into 2^bits buckets, by the leading bits of the visitor IDs. Its text form is the number,
 * with a {@code +} while it grows to one bit more.
 */
record Level(int bits, boolean growing) {
    /** 16 million buckets, about a thousand million visitors. */
    static final int BITS_MAX = 24;

    Level {
        if (bits < 0 || bits > BITS_MAX || (growing && bits == BITS_MAX)) {
            throw new IllegalArgumentException("0 to " + BITS_MAX + " bits");
        }
    }

    static Level parse(String text) {
        boolean growing = text.endsWith("+");
        return new Level(Integer.parseInt(growing ? text.substring(0, text.length() - 1) : text), growing);
    }

    String text() {
        return growing ? bits + "+" : Integer.toString(bits);
    }

    /** The bits at which entries are written. */
    int writing() {
        return growing ? bits + 1 : bits;
    }

    boolean canGrow() {
        return !growing && bits < BITS_MAX;
    }

    /** The announcement of one bit more. */
    Level announced() {
        return new Level(bits, true);
    }

    /** Where a growth that is under way leads to. */
    Level settled() {
        return growing ? grown() : this;
    }

    /** The end of the growth. */
    Level grown() {
        return new Level(bits + 1, false);
    }
}
