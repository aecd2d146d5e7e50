package dev.tern.journal;

import static java.util.Objects.checkFromIndexSize;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in a mapped file, which outlives the process. Any number of threads append; one thread, the consumer, does the
 * rest.
 *
 * <p>Positions in order: {@code kept <= head <= read <= tail <= limit}. What lies before {@code kept} is wiped; up to {@code head} it is stored, and kept for a
 * rewind; up to {@code read} it is in the consumer's hands; up to {@code tail} it is claimed by appends, which publish each by
 * writing its position last. An append never waits: it claims by compare-and-set, or is refused at {@code limit}, a capacity after {@code kept}.
 *
 * <p>Counts, each of this run, what was found waiting at opening included: {@code accepted = written + waiting + damaged}.
 */
public final class Journal {
    /** The longest payload, in bytes. */
    public static final int PAYLOAD_BYTES_MAX = 64 * 1024;

    /** What {@link #append} returns when there is no room, or the journal is closed. */
    public static final long FULL = -1;

    private final Path path;
    private final MemorySegment file;
    private final Ring ring;
    private final Retention retention;
    private final Recovery recovery;
    private final AtomicLong tail;
    private final LongAdder appended = new LongAdder();
    private final AtomicReference<@Nullable Thread> sleeper = new AtomicReference<>();
    private volatile long limit;
    private volatile Point confirmed;
    private final LongAdder replayed = new LongAdder();

    private Header header;
    private Point kept;
    private Point head;
    private Point read;

    /** Opens what the header describes: finds the tail, and zeroes what lies behind it. */
    Journal(Path path, MemorySegment file, Header found, Duration window, LongSupplier clockNanos) {
        this.path = path;
        this.file = file;
        this.ring = new Ring(file, found);
        this.retention = new Retention(window, clockNanos);
        var scan = new Scan(ring, found);
        this.recovery = scan.recovery();
        this.tail = new AtomicLong(scan.tail());
        this.kept = new Point(found.kept(), -recovery.retained(), 0);
        this.head = new Point(found.head(), 0, 0);
        this.read = head;
        this.confirmed = head;
        this.header = found;
        ring.wipe(scan.tail(), found.kept() + ring.capacity());
        saveTwice(found.kept());
        retention.confirmed(head);
        this.limit = found.kept() + ring.capacity();
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** What opening found. */
    public Recovery recovery() {
        return recovery;
    }

    /** Appends a whole array: {@link #append(byte[], int, int)}. */
    public long append(byte[] payload) {
        return append(payload, 0, payload.length);
    }

    /**
     * Appends an entry, from any thread and without waiting. When this returns, the entry outlives a kill of the process.
     *
     * @param length at most {@link #PAYLOAD_BYTES_MAX}
     * @return the position after the entry, which the {@link Worker} can be asked to confirm; {@link #FULL} when it was refused
     */
    public long append(byte[] payload, int offset, int length) {
        checkFromIndexSize(offset, length, payload.length);
        if (length > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("at most " + PAYLOAD_BYTES_MAX + " bytes, not " + length);
        }
        var crc = new CRC32C();
        crc.update(payload, offset, length);
        long position;
        long end;
        do {
            position = tail.get();
            end = position + Ring.frame(length);
            if (end > limit) {
                return FULL;
            }
        } while (!tail.compareAndSet(position, end));
        appended.increment();
        ring.put(position, payload, offset, length, (int) crc.getValue());
        wake();
        return end;
    }

    /** The position after the last append. */
    public long tail() {
        return tail.get();
    }

    /** Up to which position everything has been stored. */
    public long confirmed() {
        return confirmed.position();
    }

    /** Entries taken in: those found waiting at opening, and those appended since. */
    public long accepted() {
        return recovery.waiting() + appended.sum();
    }

    /** Entries stored, each counted once. */
    public long written() {
        return confirmed.entries();
    }

    /** Entries not yet stored. */
    public long waiting() {
        long passed = confirmed.passed();
        return accepted() - passed;
    }

    /** From 0 to 1, the part of its room that appends can't have: for what is not stored yet, and for what is kept for a rewind. */
    public double filled() {
        return Math.min(1, 1 - (limit - tail.get()) / (double) ring.capacity());
    }

    /** Entries that became unsound between their append and their reading. Those found at opening are in {@link #recovery}. */
    public long damaged() {
        return confirmed.damaged();
    }

    /** Entries that had been stored and that rewinds handed out again. */
    public long replayed() {
        return replayed.sum();
    }

    /** Writes to the disk what the kernel has not written yet. From any thread; it takes as long as the disk does. */
    public void force() {
        file.force();
    }

    /** Consumer: fills the batch with what comes next; left empty when nothing is published. */
    public void read(Batch batch) {
        batch.clear();
        long end = tail.get();
        long position = read.position();
        long lost = 0;
        while (position < end && !batch.isFull()) {
            long stamp = ring.stamp(position);
            if (stamp == 0) {
                break;
            }
            int length = ring.length(position);
            long span = ring.span(position, length, end);
            if (stamp == position && span > 0 && length > batch.room()) {
                break;
            }
            if (stamp == position && span > 0 && take(position, length, batch)) {
                position += span;
            } else {
                position = pass(position, span, end);
                lost++;
            }
        }
        read = new Point(position, read.entries() + batch.size(), read.damaged() + lost);
        batch.end(read);
    }

    /** Consumer: what the batch holds, and all before it, is stored. Batches are confirmed in the order of their reading. */
    public void confirm(Batch batch) {
        Point end = batch.endPoint();
        if (end.position() > read.position() || end.position() < head.position()) {
            throw new IllegalStateException("a batch of before the rewind, or confirmed before");
        }
        head = end;
        save(header.zeroed());
        if (end.position() > confirmed.position()) {
            confirmed = end;
        }
        retention.confirmed(end);
    }

    /**
     * Consumer: goes back to the oldest entry that is kept, so that all that was stored within the recovery window is read again.
     * A kill before it is stored again does not lose this.
     */
    public void rewind() {
        replayed.add(head.entries() - kept.entries());
        head = kept;
        read = kept;
        retention.forget();
        saveTwice(header.zeroed());
    }

    /** Consumer: zeroes what has been stored for longer than the recovery window, and gives its room to appends. */
    public void wipe() {
        Point expired = retention.expired();
        if (expired == null || expired.position() == kept.position()) {
            return;
        }
        kept = expired;
        saveTwice(header.zeroed());
        ring.wipe(header.zeroed(), kept.position());
        saveTwice(kept.position());
        limit = kept.position() + ring.capacity();
    }

    /** Consumer: whether everything appended is stored. */
    public boolean isDrained() {
        return head.position() == tail.get();
    }

    /** Consumer: whether nothing is in it, not even what is kept for a rewind. */
    public boolean isBlank() {
        return kept.position() == tail.get();
    }

    /** Consumer: parks until something is appended, for at most so long; it may return early. */
    void await(long nanos) {
        sleeper.set(Thread.currentThread());
        if (tail.get() == read.position()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper.set(null);
    }

    /** Consumer: whether an append has claimed its space and was not published when last read. */
    boolean isAppending() {
        return tail.get() != read.position();
    }

    /** How long a consumer at rest lets pass between two confirmations, so that what is stored ages. */
    long stepNanos() {
        return retention.stepNanos();
    }

    /** Refuses every append from now on, and writes to the disk. The mapping goes with the last reference to it. */
    void close() {
        limit = 0;
        force();
    }

    /** Two volatile accesses meet: the tail moves before this reads the sleeper, who names itself before it reads the tail. */
    private void wake() {
        if (sleeper.get() != null) {
            Thread thread = sleeper.getAndSet(null);
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    private boolean take(long position, int length, Batch batch) {
        if (length < 0) {
            return ring.sound(position, Long.MAX_VALUE) > 0;
        }
        if (!ring.copy(position, length, batch.bytes(), batch.used())) {
            return false;
        }
        batch.add(length);
        return true;
    }

    /**
     * Where to go on after an unsound entry: where its length leads, if that can be right, since appends may be under way behind it,
     * and a search would pass them over.
     */
    private long pass(long position, long span, long end) {
        long next = position + span;
        boolean isRight = span > 0 && (next == end || ring.stamp(next) == next || ring.stamp(next) == 0);
        return isRight ? next : ring.next(position + Ring.GRAIN_BYTES, end);
    }

    private void save(long zeroed) {
        header = header.with(head.position(), kept.position(), zeroed);
        header.write(file);
    }

    /** Into both slots, so that either alone knows where appends may have gone. */
    private void saveTwice(long zeroed) {
        save(zeroed);
        save(zeroed);
    }
}
