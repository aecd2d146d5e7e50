package dev.tern.timeline;

import java.util.Arrays;

/** Bytes in the making: varints (LEB128, seven bits a byte, the lowest first), in a buffer that grows. */
final class ByteWriter {
    private byte[] bytes = new byte[64];
    private int size;

    /** A whole number, the smaller the shorter; taken as unsigned, a negative one has ten bytes. */
    void varint(long number) {
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A whole number, the nearer to 0 the shorter, on either side. */
    void zigZag(long number) {
        varint((number << 1) ^ (number >> 63));
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
