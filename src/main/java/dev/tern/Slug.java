package dev.tern;

/** The form of an ID that the caller chooses: 1 to 63 of {@code a-z 0-9 - _}, beginning with a letter or digit. */
final class Slug {
    static final String FORM = "1 to 63 of a-z, 0-9, - and _, beginning with a letter or a digit";
    private static final int CHARS_MAX = 63;

    private Slug() {}

    static boolean is(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    static String require(String text) {
        if (!is(text)) {
            throw new IllegalArgumentException(FORM);
        }
        return text;
    }
}
