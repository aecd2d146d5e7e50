package dev.tern.matching;

import dev.tern.rule.Field;

/** Something that is true of an event in one field, and can be looked up by what the field holds. */
sealed interface Key {
    /** Characters of a {@link Part}. */
    int PART_CHARS = 4;

    Field field();

    /** The field is this text. */
    record Text(Field field, String text) implements Key {}

    /** The field is this number, in millionths. */
    record Num(Field field, long micros) implements Key {}

    /** The field is this flag. */
    record Flag(Field field, boolean flag) implements Key {}

    /** The field begins so. */
    record Prefix(Field field, String prefix) implements Key {}

    /**
     * The field has these characters in it somewhere.
     *
     * @param part {@link #PART_CHARS} characters of 16 bits, the first one highest
     */
    record Part(Field field, long part) implements Key {}

    /** The field is there. */
    record Any(Field field) implements Key {}

    /** The part that ends with the character, if so many were before it. */
    static long part(long before, char character) {
        return (before << Character.SIZE) | character;
    }

    /** How often an event has it, roughly and against the others: what other conditions can't tell. */
    default int likelihood() {
        return switch (this) {
            case Text text -> isShared(text.field()) ? 64 : 1;
            case Num _ -> 2;
            case Prefix(var field, var prefix) -> field.kind() == Field.Kind.URL ? 4 : 2 + 16 / prefix.length();
            case Part _ -> 8;
            case Flag _ -> 32;
            case Any(var field) -> field.kind().takesName() ? 64 : 128;
        };
    }

    private static boolean isShared(Field field) {
        return switch (field.kind()) {
            case HOST, SOURCE, AGENT, CURRENCY -> true;
            case URL, PATH, QUERY, REFERRER, REFERRER_HOST, UTM, VALUE, PROP -> false;
        };
    }
}
