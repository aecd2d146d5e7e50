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
        char[] decoded = new char[to - from];
        int length = 0;
        for (int at = from; at < to; ) {
            char character = text.charAt(at);
            int codePoint = character == '%' ? codePoint(text, at, to) : BROKEN;
            if (codePoint == BROKEN) {
                decoded[length++] = character == '+' ? ' ' : character;
                at++;
            } else {
                length += Character.toChars(codePoint, decoded, length);
                at += 3 * bytes(codePoint);
            }
        }
        return new String(decoded, 0, length);
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
                ? HexFormat.fromHexDigit(text.charAt(at + 1)) << 4 | HexFormat.fromHexDigit(text.charAt(at + 2))
                : BROKEN;
    }

    private static int bytes(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
