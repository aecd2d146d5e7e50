package dev.tern.timeline;

/**
 * Reads what {@link ByteWriter} wrote, and trusts nothing: from the first byte on that it can't have written, {@link #failed} is
 * true and every number is 0.
 */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean failed;

    ByteReader(byte[] bytes, int from, int until) {
        this.bytes = bytes;
        this.at = from;
        this.end = until;
    }

    /** A byte, from 0 to 255. */
    int next() {
        return hasMore() ? bytes[at++] & 0xFF : (int) fail();
    }

    long varint() {
        long number = 0;
        for (int shift = 0; !failed && at < end && shift < 64; shift += 7) {
            byte next = bytes[at++];
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                boolean longerThanNeeded = next == 0 && shift > 0;
                boolean beyond64Bits = shift == 63 && next > 1;
                return longerThanNeeded || beyond64Bits ? fail() : number;
            }
        }
        return fail();
    }

    long zigZag() {
        long number = varint();
        return (number >>> 1) ^ -(number & 1);
    }

    /** A varint between these, both included; what is not fails, and gives the lower. */
    long varint(long min, long max) {
        long number = varint();
        if (!failed && min <= number && number <= max) {
            return number;
        }
        fail();
        return min;
    }

    long fail() {
        failed = true;
        return 0;
    }

    boolean failed() {
        return failed;
    }

    boolean hasMore() {
        return !failed && at < end;
    }

    /** How many bytes are left, and so how many numbers at most. */
    int left() {
        return end - at;
    }
}
