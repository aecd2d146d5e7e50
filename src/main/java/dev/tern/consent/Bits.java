package dev.tern.consent;

import java.util.Base64;

/**
 * The bits of one segment of a consent string, read from the first to the last. What is not there, or can't be, throws
 * {@link IllegalArgumentException} or {@link IndexOutOfBoundsException}.
 */
final class Bits {
    /** Encoders fill up to whole bytes, or to what bytes and base64's sextets have in common. */
    private static final int PADDING_MAX = 23;

    private final byte[] bytes;
    private int at;

    Bits(String base64url) {
        this.bytes = Base64.getUrlDecoder().decode(base64url);
    }

    boolean flag() {
        boolean flag = (bytes[at >> 3] >> (7 - (at & 7)) & 1) == 1;
        at++;
        return flag;
    }

    /** The next so many bits as a whole number, at most 24 of them. */
    int number(int bits) {
        int number = 0;
        for (int i = 0; i < bits; i++) {
            number = number << 1 | (flag() ? 1 : 0);
        }
        return number;
    }

    void skip(int bits) {
        if (at + bits > bytes.length * 8) {
            throw new IndexOutOfBoundsException("cut short");
        }
        at += bits;
    }

    /** Whether a list of vendors, as bits or as ranges, has this one. */
    boolean vendors(int vendor) {
        int max = number(16);
        if (flag()) {
            return ranges(vendor, max);
        }
        int from = at;
        skip(max);
        int bit = from + vendor - 1;
        return vendor >= 1 && vendor <= max && (bytes[bit >> 3] >> (7 - (bit & 7)) & 1) == 1;
    }

    private boolean ranges(int vendor, int max) {
        boolean has = false;
        int entries = number(12);
        for (int i = 0; i < entries; i++) {
            boolean isRange = flag();
            int from = number(16);
            int to = isRange ? number(16) : from;
            if (from < 1 || to < from || to > max) {
                throw new IllegalArgumentException("a range of vendors that can't be");
            }
            has |= vendor >= from && vendor <= to;
        }
        return has;
    }

    /** The purposes that the publisher does not allow this vendor, as bits by their numbers. */
    long forbidden(int vendor) {
        long forbidden = 0;
        int restrictions = number(12);
        for (int i = 0; i < restrictions; i++) {
            int purpose = number(6);
            int type = number(2);
            boolean concerns = ranges(vendor, Terms.VENDOR_MAX);
            if (concerns && type == 0) {
                forbidden |= 1L << purpose;
            }
        }
        return forbidden;
    }

    /** Refuses bits that nobody has read, but for padding. */
    void nothingElse() {
        int left = bytes.length * 8 - at;
        for (int i = at; i < bytes.length * 8; i++) {
            if (left > PADDING_MAX || flag()) {
                throw new IllegalArgumentException("bits beyond the last field");
            }
        }
    }
}
