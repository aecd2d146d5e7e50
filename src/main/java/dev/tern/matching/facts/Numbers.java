package dev.tern.matching.facts;

import dev.tern.Decimal;

/** The numbers that texts write: those of {@link Decimal#parse}, without an object or an exception for the usual text. */
public final class Numbers {
    /** No number; no {@link Decimal} has these micros. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int CHARS_MAX = 40;
    private static final int WHOLE_DIGITS_MAX = 12;
    private static final int PLACES = 6;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private Numbers() {}

    /** In millionths, or {@link #NONE}. */
    static long micros(String text) {
        int length = text.length();
        if (length > CHARS_MAX) {
            return NONE;
        }
        boolean negative = text.startsWith("-");
        int at = negative ? 1 : 0;
        int digits = 0;
        int point = -1;
        long number = 0;
        for (; at < length; at++) {
            char character = text.charAt(at);
            if (isDigit(character)) {
                number = 10 * number + (character - '0');
                digits++;
            } else if (character == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        if (digits == 0 || (at < length && !isExponent(text, at))) {
            return NONE;
        }
        int places = point < 0 ? 0 : at - 1 - point;
        if (at < length || places > PLACES || digits - places > WHOLE_DIGITS_MAX) {
            return Decimal.parse(text).map(Decimal::micros).orElse(NONE);
        }
        long micros = number * POWERS_OF_TEN[PLACES - places];
        return negative ? -micros : micros;
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        boolean signed = at + 1 < text.length() && (text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+');
        int from = at + (signed ? 2 : 1);
        if (from == text.length() || text.length() - from > 9) {
            return false;
        }
        for (int digit = from; digit < text.length(); digit++) {
            if (!isDigit(text.charAt(digit))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return '0' <= character && character <= '9';
    }
}
