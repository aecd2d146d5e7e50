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

    /**
     * A guess at the share of events that have it. What many conditions ask for is taken to be frequent.
     *
     * @param conditions how many could stand under it
     */
    default double likelihood(int conditions) {
        return switch (this) {
            case Text text -> Math.min(1, conditions * (isShared(text.field()) ? 0.5 : 0.0005));
            case Num _ -> Math.min(1, conditions * 0.001);
            case Flag _ -> 0.5;
            case Prefix(var field, var prefix) -> Math.min(1, conditions * ofPrefix(field, prefix.length()));
            case Part _ -> Math.min(1, conditions * 0.01);
            case Any(var field) -> field.kind().takesName() ? 0.25 : 1;
        };
    }

    /** Whether most events of a site hold one of a few texts. */
    private static boolean isShared(Field field) {
        return switch (field.kind()) {
            case HOST, SOURCE, AGENT, CURRENCY -> true;
            case URL, PATH, QUERY, REFERRER, REFERRER_HOST, UTM, VALUE, PROP -> false;
        };
    }

    /** The longer, the rarer; scheme and host of a URL tell nothing. */
    private static double ofPrefix(Field field, int chars) {
        boolean isUrl = field.kind() == Field.Kind.URL || field.kind() == Field.Kind.REFERRER;
        int telling = Math.max(1, isUrl ? chars - 20 : chars);
        return 0.5 / telling / telling;
    }
}
