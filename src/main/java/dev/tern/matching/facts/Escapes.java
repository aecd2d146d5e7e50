package dev.tern.matching.facts;

import java.util.HexFormat;

/**
 * Percent-escapes of UTF-8, and {@code +} for a space, as forms write them. A broken escape, and one that is no UTF-8,
 * stays as it is.
 */
public final class Escapes {
    private static final int BROKEN = -1;

    private Escapes() {}

    static boolean anyIn(String text, int from, int to) {
        return text.indexOf('%', from, to) >= 0 || text.indexOf('+', from, to) >= 0;
    }

    public static String decode(String text, int from, int to) {
        if (!anyIn(text, from, to)) {
            return text.substring(from, to);
        }
        var decoded = new StringBuilder(to - from);
        int plain = from;
        int at = from;
        while (at < to) {
            char character = text.charAt(at);
            int codePoint = character == '%' ? codePoint(text, at, to) : character == '+' ? ' ' : BROKEN;
            if (codePoint == BROKEN) {
                at++;
            } else {
                decoded.append(text, plain, at).appendCodePoint(codePoint);
                at += character == '+' ? 1 : 3 * bytes(codePoint);
                plain = at;
            }
        }
        return decoded.append(text, plain, to).toString();
    }

    /** The character that the escapes from here write (RFC 3629). */
    private static int codePoint(String text, int at, int to) {
        int first = escaped(text, at, to);
        if (first < 0x80) {
            return first;
        }
        int following = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        int codePoint = first & (0x3F >> following);
        for (int next = 1; next <= following; next++) {
            int octet = escaped(text, at + 3 * next, to);
            if ((octet & ~0x3F) != 0x80) {
                return BROKEN;
            }
            codePoint = (codePoint << 6) | (octet & 0x3F);
        }
        boolean shortest = first >= 0xC0 && first < 0xF8 && bytes(codePoint) == following + 1;
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return shortest && !surrogate && Character.isValidCodePoint(codePoint) ? codePoint : BROKEN;
    }

    private static int escaped(String text, int at, int to) {
        return at + 3 <= to
                        && text.charAt(at) == '%'
                        && HexFormat.isHexDigit(text.charAt(at + 1))
                        && HexFormat.isHexDigit(text.charAt(at + 2))
                ? HexFormat.fromHexDigits(text, at + 1, at + 3)
                : BROKEN;
    }

    private static int bytes(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
