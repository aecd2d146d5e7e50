package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A field of an event that a rule can test.
 *
 * @param name which query value, utm value or property; empty for the kinds that need none
 */
public record Field(Kind kind, String name) {
    /** How rules write the fields, in words for an error. */
    public static final String FORMS = Arrays.stream(Kind.values())
            .map(kind -> kind.takesName() ? kind.text + "<name>" : kind.text)
            .collect(Collectors.joining(", "));

    /** The fields, as rules write them; those that end in a dot take a name. */
    public enum Kind {
        URL("url"),
        HOST("host"),
        PATH("path"),
        QUERY("query."),
        REFERRER("referrer"),
        REFERRER_HOST("referrer.host"),
        UTM("utm."),
        VALUE("value"),
        CURRENCY("currency"),
        SOURCE("source"),
        AGENT("agent"),
        PROP("props.");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether a name belongs to it. */
        public boolean takesName() {
            return text.endsWith(".");
        }

        /** Whether it may hold a text. */
        public boolean maybeText() {
            return this != VALUE;
        }

        /** Whether it may hold a number. */
        public boolean maybeNumber() {
            return this == VALUE || takesName();
        }

        /** Whether its texts are in lower case, in events as in rules. */
        public boolean lowerCase() {
            return this == HOST || this == REFERRER_HOST;
        }
    }

    public Field {
        requireNonNull(kind, "kind");
        if (kind.takesName() == name.isEmpty()) {
            throw new IllegalArgumentException(kind.takesName() ? "a name" : "no name");
        }
    }

    /** The field that rules write so, or nothing. */
    public static Optional<Field> parse(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.takesName()
                        ? text.startsWith(kind.text) && text.length() > kind.text.length()
                        : text.equals(kind.text))
                .findFirst()
                .map(kind -> new Field(kind, text.substring(kind.text.length())));
    }

    /** As rules write it. */
    @Override
    public String toString() {
        return kind.text + name;
    }
}
