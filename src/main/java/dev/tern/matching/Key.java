package dev.tern.matching;

import dev.tern.rule.Field;

/** Something that is true of an event in one field, and can be looked up by what the field holds. */
sealed interface Key {
    /** Characters of a {@link Needle}. */
    int NEEDLE_CHARS_MAX = 32;

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
     * The field has this text in it, in any case.
     *
     * @param text not empty; of a longer one the end, which tells more of a URL than its beginning
     * @param atEnd whether the field ends so
     */
    record Needle(Field field, String text, boolean atEnd) implements Key {
        public Needle {
            text = folded(text.substring(Math.max(0, text.length() - NEEDLE_CHARS_MAX)));
        }

        private static String folded(String text) {
            char[] characters = text.toCharArray();
            for (int at = 0; at < characters.length; at++) {
                characters[at] = Needles.fold(characters[at]);
            }
            return new String(characters);
        }
    }

    /** The field is a number from this to that one, both included; without a bound, the smallest or largest there is. */
    record Range(Field field, long fromMicros, long toMicros) implements Key {
        /** No number has more micros. */
        static final long MAX_MICROS = Long.MAX_VALUE - 1;

        /** No number has less; {@link Long#MIN_VALUE} is none. */
        static final long MIN_MICROS = -MAX_MICROS;

        boolean isOpen() {
            return fromMicros == MIN_MICROS || toMicros == MAX_MICROS;
        }
    }

    /** The field is there. */
    record Any(Field field) implements Key {}

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
            case Needle needle -> Math.min(1, conditions * ofLength(needle.text.length()));
            case Range range -> range.isOpen() ? 0.2 : 0.05;
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

    /** Scheme and host of a URL tell nothing. */
    private static double ofPrefix(Field field, int chars) {
        boolean isUrl = field.kind() == Field.Kind.URL || field.kind() == Field.Kind.REFERRER;
        return ofLength(Math.max(1, isUrl ? chars - 20 : chars));
    }

    /** The longer, the rarer. */
    private static double ofLength(int chars) {
        return 0.5 / chars / chars;
    }
}
