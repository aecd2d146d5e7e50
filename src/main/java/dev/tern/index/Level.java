package dev.tern.index;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How finely an audience is split: into 2^bits buckets, by the leading bits of the visitor IDs. Its text form is the number,
 * with a {@code +} while it grows to one bit more.
 */
record Level(int bits, boolean growing) {
    /** 16 million buckets, about a thousand million visitors. */
    static final int BITS_MAX = 24;

    private static final Pattern FORM = Pattern.compile("[1-9]?[0-9]\\+?");

    Level {
        if (bits < 0 || bits > BITS_MAX || (growing && bits == BITS_MAX)) {
            throw new IllegalArgumentException("0 to " + BITS_MAX + " bits");
        }
    }

    /** What the text says; nothing where it is that of no level. */
    static Optional<Level> parse(String text) {
        if (!FORM.matcher(text).matches() || text.equals(BITS_MAX + "+")) {
            return Optional.empty();
        }
        boolean growing = text.endsWith("+");
        int bits = Integer.parseInt(growing ? text.substring(0, text.length() - 1) : text);
        return bits > BITS_MAX ? Optional.empty() : Optional.of(new Level(bits, growing));
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
