package dev.tern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A browser on one site: 128 random bits. Its text form is 22 characters of base64url (RFC 4648 section 5, unpadded),
 * its byte form 16 bytes, high half first.
 *
 * <p>It never appears in a log line or an error, so its string form hides it.
 */
public record VisitorId(long high, long low) implements Comparable<VisitorId> {
    /** Length of the byte form. */
    public static final int BYTES = 16;

    /** Length of the text form. */
    public static final int CHARS = 22;

    /** What a well-formed ID looks like, in words for an error. */
    public static final String FORM = "22 characters of base64url";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final byte[] DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    /** What each character of ASCII stands for, -1 for nothing. */
    private static final byte[] VALUES = values();

    /** The ID, or nothing when the text is not the one text form of an ID. */
    public static Optional<VisitorId> parse(String text) {
        if (text.length() != CHARS) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < CHARS; i++) {
            int digit = digit(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            if (i == CHARS - 1) {
                if ((digit & 0xF) != 0) {
                    return Optional.empty();
                }
                high = high << 2 | low >>> 62;
                low = low << 2 | digit >>> 4;
            } else {
                high = high << 6 | low >>> 58;
                low = low << 6 | digit;
            }
        }
        return Optional.of(new VisitorId(high, low));
    }

    /** Reads the byte form that starts at {@code offset}. */
    public static VisitorId of(byte[] bytes, int offset) {
        return new VisitorId((long) LONGS.get(bytes, offset), (long) LONGS.get(bytes, offset + 8));
    }

    /** Reads a byte form. */
    public static VisitorId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(BYTES + " bytes, not " + bytes.length);
        }
        return of(bytes, 0);
    }

    /** Writes the byte form at {@code offset}. */
    public void write(byte[] into, int offset) {
        LONGS.set(into, offset, high);
        LONGS.set(into, offset + 8, low);
    }

    /** The byte form. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return bytes;
    }

    /** The text form. */
    public String text() {
        byte[] text = new byte[CHARS];
        writeText(text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes the text form, in ASCII, at {@code offset}. */
    public void writeText(byte[] into, int offset) {
        for (int i = 0; i < 10; i++) {
            into[offset + i] = DIGITS[(int) (high >>> (58 - 6 * i)) & 63];
        }
        into[offset + 10] = DIGITS[(int) (high << 2 | low >>> 62) & 63];
        for (int i = 0; i < 10; i++) {
            into[offset + 11 + i] = DIGITS[(int) (low >>> (56 - 6 * i)) & 63];
        }
        into[offset + 21] = DIGITS[(int) (low << 4) & 63];
    }

    /** Orders as the byte forms do. */
    @Override
    public int compareTo(VisitorId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return "VisitorId[hidden]";
    }

    private static int digit(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }
}
