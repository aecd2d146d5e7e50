package dev.tern.timeline;

import java.util.Arrays;

/** Bytes in the making: varints (LEB128, seven bits a byte, the lowest first), in a buffer that grows. */
final class ByteWriter {
    private static final int BYTES_AT_FIRST = 64;

    private byte[] bytes;
    private int size;

    /** Begins with so many bytes of 0. */
    ByteWriter(int size) {
        this.bytes = new byte[size + BYTES_AT_FIRST];
        this.size = size;
    }

    /** The lowest eight bits. */
    void put(int number) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[size++] = (byte) number;
    }

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
