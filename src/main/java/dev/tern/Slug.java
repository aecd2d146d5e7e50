package dev.tern;

import java.util.regex.Pattern;

/** The form of an ID that the caller chooses: 1 to 63 of {@code a-z 0-9 - _}, beginning with a letter or digit. */
final class Slug {
    static final String FORM = "1 to 63 of a-z, 0-9, - and _, beginning with a letter or a digit";
    private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private Slug() {}

    static boolean is(String text) {
        return PATTERN.matcher(text).matches();
    }

    static String require(String text) {
        if (!is(text)) {
            throw new IllegalArgumentException(FORM);
        }
        return text;
    }
}
