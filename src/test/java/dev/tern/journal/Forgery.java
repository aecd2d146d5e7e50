package dev.tern.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** A journal's file that nobody wrote: noise, or a real one changed, some of it with right checksums. The same for the same seed. */
final class Forgery {
    private static final int SLOT_BYTES_USED = 64;

    /** So far no journal gets: positions count bytes. */
    private static final long POSITION_MAX = Long.MAX_VALUE / 2;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final SplittableRandom random;
    private final List<Written> written;
    private final Set<String> known;
    private byte[] bytes;

    Forgery(long seed, List<Written> written) {
        this.random = new SplittableRandom(seed);
        this.written = written;
        Written one = any();
        this.known = new HashSet<>(one.payloads);
        this.bytes = one.bytes.clone();
        for (int changes = random.nextInt(4); changes >= 0 && bytes.length > Ring.HEADER_BYTES; changes--) {
            change(one);
        }
    }

    /** What goes on from where the making of it ended. */
    SplittableRandom random() {
        return random;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Payloads that may be handed out: those of the real file, and those that were given a right checksum. */
    Set<String> known() {
        return known;
    }

    /** The bytes in memory as a file is mapped; some entries and bridges have a right checksum, wherever and however long they are. */
    MemorySegment mapped(Arena arena) {
        MemorySegment file = arena.allocate(bytes.length, Long.BYTES).copyFrom(MemorySegment.ofArray(bytes));
        if (bytes.length >= Ring.HEADER_BYTES && random.nextInt(4) == 0) {
            Header.newest(file).ifPresent(header -> seal(file, header));
        }
        return file;
    }

    /** Changes some of the ring, as a disk or a memory that fails. */
    void damageRing(MemorySegment file, int capacity) {
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = Ring.HEADER_BYTES + random.nextInt(capacity);
            file.set(BYTE, at, (byte) (file.get(BYTE, at) ^ (1 << random.nextInt(8))));
        }
    }

    private Written any() {
        return written.get(random.nextInt(written.size()));
    }

    private void change(Written one) {
        int at = place();
        int length = 1 + random.nextInt(Math.min(SLOT_BYTES_USED, bytes.length - at));
        switch (random.nextInt(16)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
            case 1 -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
            case 2 -> repeatGrains();
            case 3 -> swapSlots();
            case 4 -> putSlot(one.earlier);
            case 5 -> putSlot(any().bytes);
            case 6 -> putRing(one.earlier);
            case 7 -> putRing(any().bytes);
            case 8 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 9 -> fillWithNoise(at, at + length);
            case 10 -> fillWithNoise(random.nextInt(8) == 0 ? 0 : Ring.HEADER_BYTES, bytes.length);
            case 11 -> putStamp();
            case 12 -> putLength();
            case 13 -> sealHeader();
            default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
    }

    /** Mostly in the ring, else in a slot of the header. */
    private int place() {
        int slot = random.nextInt(2) * Header.SLOT_BYTES + random.nextInt(SLOT_BYTES_USED);
        return random.nextInt(4) == 0
                ? slot
                : Ring.HEADER_BYTES + random.nextInt(Math.max(1, bytes.length - Ring.HEADER_BYTES));
    }

    private int grain() {
        return Ring.HEADER_BYTES
                + Ring.GRAIN_BYTES * random.nextInt((bytes.length - Ring.HEADER_BYTES) / Ring.GRAIN_BYTES);
    }

    private boolean hasGrains() {
        return bytes.length >= Ring.HEADER_BYTES + Ring.GRAIN_BYTES;
    }

    private void repeatGrains() {
        if (hasGrains()) {
            int from = grain();
            int to = grain();
            int length = Ring.GRAIN_BYTES * (1 + random.nextInt(8));
            System.arraycopy(bytes, from, bytes, to, Math.min(length, bytes.length - Math.max(from, to)));
        }
    }

    private void swapSlots() {
        byte[] first = Arrays.copyOf(bytes, SLOT_BYTES_USED);
        System.arraycopy(bytes, Header.SLOT_BYTES, bytes, 0, SLOT_BYTES_USED);
        System.arraycopy(first, 0, bytes, Header.SLOT_BYTES, SLOT_BYTES_USED);
    }

    private void putSlot(byte[] of) {
        System.arraycopy(
                of,
                random.nextInt(2) * Header.SLOT_BYTES,
                bytes,
                random.nextInt(2) * Header.SLOT_BYTES,
                SLOT_BYTES_USED);
    }

    private void putRing(byte[] of) {
        int length = Math.min(of.length, bytes.length) - Ring.HEADER_BYTES;
        System.arraycopy(of, Ring.HEADER_BYTES, bytes, Ring.HEADER_BYTES, length);
    }

    private void fillWithNoise(int from, int to) {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
    }

    private void putStamp() {
        if (hasGrains()) {
            int at = grain();
            words().putLong(at, bound(at));
        }
    }

    /** Where an entry or a gap has its length. */
    private void putLength() {
        if (hasGrains()) {
            int at = grain();
            words().putInt(at + Long.BYTES, (int) bound(bytes.length - at));
        }
    }

    private ByteBuffer words() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A number at which something may end, or beside it. */
    private long bound(long place) {
        long[] bounds = {0, place, bytes.length, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
        return bounds[random.nextInt(bounds.length)] + random.nextInt(-17, 18);
    }

    /** Writes a header over the older one whose checksum is right, and whose positions maybe are not. */
    private void sealHeader() {
        MemorySegment file = MemorySegment.ofArray(bytes);
        Header.newest(file).ifPresent(header -> {
            long zeroed = random.nextInt(3) == 0 ? bound(header.kept()) & -Ring.GRAIN_BYTES : header.zeroed();
            long kept = zeroed + header.kept() - header.zeroed() + grains(header.capacity());
            long head = kept + header.head() - header.kept() + grains(header.capacity());
            long sequence = random.nextInt(4) == 0 ? bound(header.sequence()) : header.sequence() + 1;
            if (head < POSITION_MAX) {
                new Header(header.capacity(), header.salt(), sequence, head, kept, zeroed).write(file);
            }
        });
    }

    private long grains(long capacity) {
        return random.nextInt(3) == 0 ? Ring.GRAIN_BYTES * random.nextLong(-2, capacity / Ring.GRAIN_BYTES + 2) : 0;
    }

    private void seal(MemorySegment file, Header header) {
        var ring = new Ring(file, header);
        for (int seals = random.nextInt(3); seals >= 0; seals--) {
            long position = header.kept() + Ring.GRAIN_BYTES * random.nextLong(header.capacity() / Ring.GRAIN_BYTES);
            if (random.nextBoolean()) {
                long grains = random.nextBoolean() ? random.nextInt(8) : bound(header.capacity() / Ring.GRAIN_BYTES);
                ring.bridge(position, position + (long) Ring.GRAIN_BYTES * (int) grains);
                known.add("");
            } else {
                long room = file.byteSize() - Given.at(position, header.capacity()) - Ring.GRAIN_BYTES;
                long most = random.nextBoolean() ? room : Math.min(room, SLOT_BYTES_USED);
                byte[] payload = Given.payload("~".repeat(random.nextInt((int) most + 1)));
                var crc = new CRC32C();
                crc.update(payload);
                ring.put(position, payload, 0, payload.length, (int) crc.getValue());
                known.add("~".repeat(payload.length));
            }
        }
    }
}
