package dev.tern.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The entries of one mapped file: where each lies, and whether it is sound.
 *
 * <p>A position counts bytes since ever and never repeats; its place in the file is the position modulo the capacity. So an entry
 * of an earlier lap names another position than the one that is looked for there, and can't come back as new. Positions begin at
 * the capacity, hence a zeroed word is none.
 *
 * <p>An entry is never split: one that begins before the end of the ring runs on into a margin behind it, and the next begins as
 * many bytes after the start. An entry is {@code position 8, length 4, check 4, payload}, little endian, padded to 16. A bridge
 * over lost bytes is an entry without payload whose length is negative, in grains. The check is the
 * payload's CRC32C, stirred with the position, the length and the file's random salt, so that no payload can pass for an entry
 * when the place of one is searched.
 */
final class Ring {
    /** Bytes before the ring, for {@link Header}. */
    static final int HEADER_BYTES = 4096;

    /** Entries begin at multiples of this. It is the length of an entry without payload, so a gap is never shorter. */
    static final int GRAIN_BYTES = 16;

    private static final int LENGTH_AT = 8;
    private static final int CHECK_AT = 12;
    private static final int PAYLOAD_AT = 16;
    private static final int CHUNK_BYTES = 4096;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle STAMP = LONG.varHandle().withInvokeExactBehavior();
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[CHUNK_BYTES]);

    private final MemorySegment file;
    private final long capacity;
    private final long salt;
    private final int payloadBytesMax;

    Ring(MemorySegment file, Header header) {
        this.file = file;
        this.capacity = header.capacity();
        this.salt = header.salt();
        this.payloadBytesMax = payloadBytesMax(capacity);
    }

    /** Bytes of a file whose ring holds {@code capacity}: header, ring, margin. */
    static long fileBytes(long capacity) {
        return HEADER_BYTES + capacity + frame(payloadBytesMax(capacity));
    }

    /** Bytes of the ring in a file of about {@code fileBytes}. */
    static long capacity(long fileBytes) {
        return (fileBytes - HEADER_BYTES - frame(Journal.PAYLOAD_BYTES_MAX)) & -GRAIN_BYTES;
    }

    /** Bytes that an entry takes: a multiple of the grain. */
    static long frame(int payloadBytes) {
        return (PAYLOAD_AT + (long) payloadBytes + GRAIN_BYTES - 1) & -GRAIN_BYTES;
    }

    private static int payloadBytesMax(long capacity) {
        return (int) Math.min(Journal.PAYLOAD_BYTES_MAX, capacity - PAYLOAD_AT);
    }

    long capacity() {
        return capacity;
    }

    /** Writes an entry into claimed, zeroed space, and publishes it by its last store. */
    void put(long position, byte[] from, int offset, int length, int crc) {
        long at = at(position);
        file.set(INT, at + LENGTH_AT, length);
        file.set(INT, at + CHECK_AT, crc ^ stir(position, length));
        MemorySegment.copy(from, offset, file, ValueLayout.JAVA_BYTE, at + PAYLOAD_AT, length);
        STAMP.setRelease(file, at, position);
    }

    /** The word where an entry's position belongs: 0 before it is published. What was written before it is visible after. */
    long stamp(long position) {
        return (long) STAMP.getAcquire(file, at(position));
    }

    /** Writes that what lies between was lost, so that readers pass it. */
    void bridge(long from, long to) {
        int length = (int) -((to - from) / GRAIN_BYTES);
        long at = at(from);
        file.set(INT, at + LENGTH_AT, length);
        file.set(INT, at + CHECK_AT, stir(from, length));
        STAMP.setRelease(file, at, from);
    }

    /** Payload bytes as written at a position; negative at a bridge. Not to be trusted before {@link #span}. */
    int length(long position) {
        return file.get(INT, at(position) + LENGTH_AT);
    }

    /** Bytes to what follows, when this length can be right there; else 0. */
    long span(long position, int length, long end) {
        long span = length < 0 ? -(long) length * GRAIN_BYTES : frame(length);
        return length <= payloadBytesMax && span <= end - position ? span : 0;
    }

    /** Copies a payload out, and says whether it is sound. */
    boolean copy(long position, int length, byte[] into, int offset) {
        long at = at(position);
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at + PAYLOAD_AT, into, offset, length);
        var crc = new CRC32C();
        crc.update(into, offset, length);
        return file.get(INT, at + CHECK_AT) == ((int) crc.getValue() ^ stir(position, length));
    }

    /** Bytes to what follows the sound entry or bridge there that ends by {@code end}; 0 when there is none. */
    long sound(long position, long end) {
        if (stamp(position) != position) {
            return 0;
        }
        int length = length(position);
        long span = span(position, length, end);
        if (span == 0) {
            return 0;
        }
        long at = at(position);
        var crc = new CRC32C();
        if (length > 0) {
            crc.update(file.asSlice(at + PAYLOAD_AT, length).asByteBuffer());
        }
        return file.get(INT, at + CHECK_AT) == ((int) crc.getValue() ^ stir(position, length)) ? span : 0;
    }

    /** Where the next sound entry or bridge begins, from {@code position} on; {@code end} when there is none before it. */
    long next(long position, long end) {
        for (long candidate = position; candidate < end; candidate += GRAIN_BYTES) {
            if (sound(candidate, end) > 0) {
                return candidate;
            }
        }
        return end;
    }

    /** Whether a grain holds nothing but zeros. */
    boolean isBlank(long position) {
        long at = at(position);
        return file.get(LONG, at) == 0 && file.get(LONG, at + Long.BYTES) == 0;
    }

    /** Zeroes whole entries, writing only where something is. */
    void wipe(long from, long to) {
        long start = from % capacity;
        long here = Math.min(to - from, capacity - start);
        long wrapped = to - from - here;
        zero(HEADER_BYTES + start, here);
        zero(HEADER_BYTES, wrapped);
        zero(HEADER_BYTES + capacity, Math.min(wrapped, frame(payloadBytesMax)));
    }

    private void zero(long at, long bytes) {
        for (long done = 0; done < bytes; done += CHUNK_BYTES) {
            long chunk = Math.min(CHUNK_BYTES, bytes - done);
            if (MemorySegment.mismatch(file, at + done, at + done + chunk, ZEROS, 0, chunk) >= 0) {
                file.asSlice(at + done, chunk).fill((byte) 0);
            }
        }
    }

    private long at(long position) {
        return HEADER_BYTES + position % capacity;
    }

    private int stir(long position, int length) {
        long mixed = ((position ^ salt) * 0x9E37_79B9_7F4A_7C15L + length) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (mixed ^ mixed >>> 32);
    }
}
