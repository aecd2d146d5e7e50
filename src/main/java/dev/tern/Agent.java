package dev.tern;

import java.util.Locale;

/** What made a hit: a person's browser, a machine, a browser that looks ahead, or a mail proxy on a person's opening. */
public enum Agent {
    HUMAN,
    BOT,
    PREFETCH,
    PROXY;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As rules write it. */
    public String text() {
        return text;
    }

    /** Whether conditions that do not ask about the agent count what it did. */
    public boolean countsByDefault() {
        return this == HUMAN || this == PROXY;
    }
}
