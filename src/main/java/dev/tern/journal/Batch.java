package dev.tern.journal;

/**
 * Some entries in order, their payloads copied one after the other into one array. It is filled again and again: what is to be kept must be
 * copied out.
 */
public final class Batch {
    private final byte[] bytes;
    private final int[] ends;
    private int size;
    private Point end = new Point(0, 0, 0);

    /**
     * @param entriesMax at least 1
     * @param bytesMax of payload, at least {@link Journal#PAYLOAD_BYTES_MAX}, so that every entry fits
     */
    public Batch(int entriesMax, int bytesMax) {
        if (entriesMax < 1 || bytesMax < Journal.PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("at least 1 entry and " + Journal.PAYLOAD_BYTES_MAX + " bytes");
        }
        this.bytes = new byte[bytesMax];
        this.ends = new int[entriesMax];
    }

    /** Entries in it. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** All payloads; to be read from {@link #offset} on for {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where an entry's payload begins. */
    public int offset(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    /** Bytes of an entry's payload. */
    public int length(int entry) {
        return ends[entry] - offset(entry);
    }

    /** The position after its last entry: confirming it confirms all up to here. */
    public long end() {
        return end.position();
    }

    /** Entries before its end that turned out unsound while the journal was in use. */
    public long damaged() {
        return end.damaged();
    }

    Point endPoint() {
        return end;
    }

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size == ends.length;
    }

    int used() {
        return size == 0 ? 0 : ends[size - 1];
    }

    int room() {
        return bytes.length - used();
    }

    void add(int length) {
        ends[size] = used() + length;
        size++;
    }

    void end(Point point) {
        this.end = point;
    }
}
