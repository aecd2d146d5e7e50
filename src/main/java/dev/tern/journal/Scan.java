package dev.tern.journal;

/**
 * The search through a ring after an unknown end: every sound entry, and the tail. What was lost between is counted, and bridged, so that it
 * is neither searched nor counted again.
 *
 * <p>Free space is zeroed before it is used. So the word at which the next entry should begin is 0 where an append was cut short or
 * none was begun, and anything else there that is no sound entry is damage.
 */
final class Scan {
    private static final long NONE = -1;

    private final Ring ring;
    private final long head;
    private long tail;
    private long waiting;
    private long retained;
    private long holes;
    private long damaged;
    private long skippedBytes;

    private long gapFrom = NONE;
    private long gapUsedTo;
    private long gapDamaged;

    Scan(Ring ring, Header header) {
        this.ring = ring;
        this.head = header.head();
        this.tail = head;
        search(header.kept(), header.zeroed() + ring.capacity());
    }

    /** Where the next append goes: after the last sound entry. */
    long tail() {
        return tail;
    }

    Recovery recovery() {
        return new Recovery(waiting, retained, holes, damaged, skippedBytes);
    }

    private void search(long from, long end) {
        long position = from;
        while (position < end) {
            if (position == head) {
                endGap(position, true);
            }
            long span = ring.sound(position, position < head ? head : end);
            if (span == 0) {
                widenGap(position);
                position += Ring.GRAIN_BYTES;
                continue;
            }
            endGap(position, true);
            if (ring.length(position) >= 0) {
                if (position < head) {
                    retained++;
                } else {
                    waiting++;
                }
            }
            position += span;
            tail = Math.max(tail, position);
        }
        endGap(end, end == head);
    }

    private void widenGap(long position) {
        long stamp = ring.stamp(position);
        if (gapFrom == NONE) {
            gapFrom = position;
            gapUsedTo = position;
            gapDamaged = stamp == 0 ? 0 : 1;
        } else if (stamp == position) {
            gapDamaged++;
        }
        if (!ring.isBlank(position)) {
            gapUsedTo = position + Ring.GRAIN_BYTES;
        }
    }

    private void endGap(long position, boolean beforeTail) {
        if (gapFrom == NONE) {
            return;
        }
        long bytes = (beforeTail ? position : gapUsedTo) - gapFrom;
        if (gapDamaged > 0) {
            damaged += gapDamaged;
            skippedBytes += bytes;
        } else if (bytes > 0) {
            holes++;
            skippedBytes += bytes;
        }
        if (beforeTail) {
            ring.bridge(gapFrom, position);
        }
        gapFrom = NONE;
    }
}
