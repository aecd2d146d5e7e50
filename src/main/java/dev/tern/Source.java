package dev.tern;

import java.util.Locale;

/** The way on which an event came. */
public enum Source {
    PIXEL,
    BEACON,
    SERVER,
    EMAIL;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As rules write it. */
    public String text() {
        return text;
    }
}
