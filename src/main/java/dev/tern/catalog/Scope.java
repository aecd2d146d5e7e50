package dev.tern.catalog;

import java.util.Arrays;
import java.util.Optional;

/** What an API key may do on its site. */
public enum Scope {
    ADMIN("admin"),
    AUDIENCES_WRITE("audiences:write"),
    AUDIENCES_READ("audiences:read"),
    MEMBERS_READ("members:read"),
    EVENTS_WRITE("events:write"),
    VISITORS_READ("visitors:read"),
    VISITORS_ERASE("visitors:erase");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The scope that is written so, or nothing. */
    public static Optional<Scope> parse(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }

    /** As keys write it. */
    public String text() {
        return text;
    }
}
