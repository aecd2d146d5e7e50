package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.timeline.History;
import dev.tern.timeline.HistoryCodec;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is kept of one visitor: the history that the site's rules ask about, and nothing else. Memberships are not kept:
 * they follow from the history and the rules of the moment, so that they can never be stale.
 *
 * <p>Its form: a byte of format (the high four bits) and lineage, 4 bytes of the rules' fingerprint, 5 bytes of the latest event's
 * time in milliseconds since 2020 UTC, then the history with times relative to that. It is made to be short: Redis 7 keeps a value
 * of 28 bytes in 48 and one of 44 in 64, in one piece with its object; a longer one takes two pieces, and 80 or more.
 *
 * @param latestMillis the time of the visitor's latest event
 * @param rules the fingerprint of the rules by which the index was brought up to date
 */
public record VisitorRecord(long latestMillis, int rules, History history) {
    private static final byte FORMAT = 2;

    /** The lineage of a record that was made under {@code consent=granted} or a site's opt-out policy. */
    private static final byte LINEAGE_PLAIN = 0;

    private static final byte FORMAT_AND_LINEAGE = FORMAT << 4 | LINEAGE_PLAIN;
    private static final int HEADER_BYTES = 10;
    private static final long EPOCH_MILLIS = 1_577_836_800_000L;

    public VisitorRecord {
        requireNonNull(history, "history");
    }

    /** The form in Redis. */
    public byte[] bytes() {
        byte[] bytes = HistoryCodec.write(history, latestMillis, HEADER_BYTES);
        long time = latestMillis - EPOCH_MILLIS;
        ByteBuffer.wrap(bytes)
                .put(FORMAT_AND_LINEAGE)
                .putInt(rules)
                .put((byte) (time >>> Integer.SIZE))
                .putInt((int) time);
        return bytes;
    }

    /** Reads the form in Redis. What is cut, broken or of another format reads as nothing, and so does no bytes. */
    public static Optional<VisitorRecord> read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT_AND_LINEAGE) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER_BYTES - 1);
        int rules = header.getInt();
        long high = header.get() & 0xFFL;
        long latest = EPOCH_MILLIS + ((high << Integer.SIZE) | Integer.toUnsignedLong(header.getInt()));
        return HistoryCodec.read(bytes, HEADER_BYTES, bytes.length, latest)
                .map(history -> new VisitorRecord(latest, rules, history));
    }
}
