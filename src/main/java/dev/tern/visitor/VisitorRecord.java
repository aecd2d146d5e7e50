package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.redis.Unreadable;
import dev.tern.timeline.History;
import dev.tern.timeline.HistoryCodec;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is kept of one visitor: the history that the site's rules ask about, and nothing else. Memberships are not kept:
 * they follow from the history and the rules of the moment, so that they can never be stale.
 *
 * <p>Its form: a byte of format (the high four bits) and lineage ({@link Lineage#bits}), 4 bytes of the rules' fingerprint, 5 bytes of the latest event's
 * time in milliseconds since 2020 UTC, then the history with times relative to that. It is made to be short: Redis 7 keeps a value
 * of 28 bytes in 48 and one of 44 in 64, in one piece with its object; a longer one takes two pieces, and 80 or more.
 *
 * @param latestMillis the time of the visitor's latest event
 * @param lineage of that event
 * @param rules the fingerprint of the rules by which the index was brought up to date
 */
public record VisitorRecord(long latestMillis, Lineage lineage, int rules, History history) {
    private static final byte FORMAT = 2;

    private static final int LINEAGE_MASK = (1 << Lineage.BITS) - 1;
    private static final int HEADER_BYTES = 10;
    private static final long EPOCH_MILLIS = 1_577_836_800_000L;

    public VisitorRecord {
        requireNonNull(lineage, "lineage");
        requireNonNull(history, "history");
    }

    /** The form in Redis. */
    public byte[] bytes() {
        byte[] bytes = HistoryCodec.write(history, latestMillis, HEADER_BYTES);
        long time = latestMillis - EPOCH_MILLIS;
        ByteBuffer.wrap(bytes)
                .put((byte) (FORMAT << Lineage.BITS | lineage.bits()))
                .putInt(rules)
                .put((byte) (time >>> Integer.SIZE))
                .putInt((int) time);
        return bytes;
    }

    /** Reads the form in Redis. What is cut, broken or of another format is counted, and reads as nothing; and so does no bytes. */
    public static Optional<VisitorRecord> read(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        if (bytes[0] >> Lineage.BITS != FORMAT) {
            Unreadable.RECORD_FORMAT.count();
            return Optional.empty();
        }
        Optional<VisitorRecord> read = bytes.length < HEADER_BYTES
                ? Optional.empty()
                : Lineage.read(bytes[0] & LINEAGE_MASK).flatMap(lineage -> read(bytes, lineage));
        if (read.isEmpty()) {
            Unreadable.RECORD_BROKEN.count();
        }
        return read;
    }

    private static Optional<VisitorRecord> read(byte[] bytes, Lineage lineage) {
        ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
        int rules = header.getInt();
        long high = header.get() & 0xFFL;
        long latest = EPOCH_MILLIS + ((high << Integer.SIZE) | Integer.toUnsignedLong(header.getInt()));
        return HistoryCodec.read(bytes, HEADER_BYTES, bytes.length, latest)
                .map(history -> new VisitorRecord(latest, lineage, rules, history));
    }
}
