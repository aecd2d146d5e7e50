package dev.tern.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * What a ring file knows of itself. It stands in two slots, each complete and with its own checksum, which are written in turn: a
 * write that is cut short leaves the other.
 *
 * @param capacity bytes of the ring, a multiple of the grain
 * @param salt random, of this file
 * @param sequence grows with each write; its lowest bit names the slot
 * @param head what lies before this position is stored
 * @param kept what lies before this position is gone for good, though maybe not yet zeroed
 * @param zeroed what lies before this position is zeroed, so that appends may use the space: up to here plus the capacity
 */
record Header(long capacity, long salt, long sequence, long head, long kept, long zeroed) {
    /** Slots lie in different sectors, so that no torn sector hits both. */
    static final int SLOT_BYTES = 2048;

    private static final long MAGIC = 0x314E_524A_4E52_4554L; // "TERNJRN1"
    private static final int WORDS = 7;

    /** The header of a new file: positions begin at the capacity. */
    static Header of(long capacity, long salt) {
        return new Header(capacity, salt, 0, capacity, capacity, capacity);
    }

    /** The header that was written last; nothing when neither slot is right. */
    static Optional<Header> newest(MemorySegment file) {
        return IntStream.range(0, 2)
                .mapToObj(slot -> read(file, slot))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Header::sequence));
    }

    /** The same, moved on. */
    Header with(long newHead, long newKept, long newZeroed) {
        return new Header(capacity, salt, sequence + 1, newHead, newKept, newZeroed);
    }

    /** Writes this into its slot. Neither what came before in the program nor what comes after is moved across. */
    void write(MemorySegment file) {
        ByteBuffer bytes = ByteBuffer.allocate((WORDS + 1) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putLong(capacity).putLong(salt).putLong(sequence);
        bytes.putLong(head).putLong(kept).putLong(zeroed);
        bytes.putLong(check(bytes.array()));
        VarHandle.fullFence();
        MemorySegment.copy(bytes.array(), 0, file, ValueLayout.JAVA_BYTE, slotAt(sequence), bytes.capacity());
        VarHandle.fullFence();
    }

    private static Optional<Header> read(MemorySegment file, int slot) {
        byte[] copy = file.asSlice(slotAt(slot), (WORDS + 1) * Long.BYTES).toArray(ValueLayout.JAVA_BYTE);
        ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong() != MAGIC || bytes.getLong(WORDS * Long.BYTES) != check(copy)) {
            return Optional.empty();
        }
        var header = new Header(
                bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        return header.fits(file.byteSize()) ? Optional.of(header) : Optional.empty();
    }

    private boolean fits(long fileBytes) {
        return capacity > 0
                && (capacity | head | kept | zeroed) % Ring.GRAIN_BYTES == 0
                && capacity <= fileBytes
                && fileBytes == Ring.fileBytes(capacity)
                && 0 < zeroed
                && zeroed <= kept
                && kept <= head
                && head - zeroed <= capacity;
    }

    private static long slotAt(long sequence) {
        return (sequence & 1) * SLOT_BYTES;
    }

    private static long check(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, WORDS * Long.BYTES);
        return crc.getValue();
    }
}
