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
 * <p>Its form: a byte of format, a byte of lineage, 4 bytes of the rules' fingerprint, 5 bytes of the latest event's time in
 * milliseconds since 2020 UTC, then the history with times relative to that.
 *
 * @param latestMillis the time of the visitor's latest event
 * @param rules the fingerprint of the rules by which the index was brought up to date
 */
public record VisitorRecord(long latestMillis, int rules, History history) {
    private static final byte FORMAT = 1;

    /** The lineage of a record that was made under {@code consent=granted} or a site's opt-out policy. */
    private static final byte LINEAGE_PLAIN = 0;

    private static final int HEADER_BYTES = 11;
    private static final long EPOCH_MILLIS = 1_577_836_800_000L;

    public VisitorRecord {
        requireNonNull(history, "history");
    }

    /** The form in Redis. */
    public byte[] bytes() {
        byte[] kept = HistoryCodec.write(history, latestMillis);
        long time = latestMillis - EPOCH_MILLIS;
        return ByteBuffer.allocate(HEADER_BYTES + kept.length)
                .put(FORMAT)
                .put(LINEAGE_PLAIN)
                .putInt(rules)
                .put((byte) (time >>> Integer.SIZE))
                .putInt((int) time)
                .put(kept)
                .array();
    }

    /** Reads the form in Redis. What is cut, broken or of another format reads as nothing, and so does no bytes. */
    public static Optional<VisitorRecord> read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT || bytes[1] != LINEAGE_PLAIN) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 2, HEADER_BYTES - 2);
        int rules = header.getInt();
        long high = header.get() & 0xFFL;
        long latest = EPOCH_MILLIS + ((high << Integer.SIZE) | Integer.toUnsignedLong(header.getInt()));
        return HistoryCodec.read(bytes, HEADER_BYTES, bytes.length, latest)
                .map(history -> new VisitorRecord(latest, rules, history));
    }
}
