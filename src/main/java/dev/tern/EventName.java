package dev.tern;

import java.util.regex.Pattern;

/** The form of an event's name, such as {@code page_view} or {@code Order Completed}. */
public final class EventName {
    /** What a well-formed name looks like, in words for an error. */
    public static final String FORM = "1 to 64 letters, digits and _ - . : / $, with single spaces between";

    private static final int CHARS_MAX = 64;
    private static final String WORD = "[\\p{L}\\p{M}\\p{N}_.:/$-]+";
    private static final Pattern PATTERN = Pattern.compile(WORD + "(?: " + WORD + ")*");

    private EventName() {}

    /** Whether it is well-formed. */
    public static boolean is(String text) {
        return isPlain(text)
                || (text.length() <= 2 * CHARS_MAX
                        && text.codePointCount(0, text.length()) <= CHARS_MAX
                        && PATTERN.matcher(text).matches());
    }

    /** Whether it is of small letters and underscores, as nearly all names are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && c != '_') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= CHARS_MAX;
    }
}
