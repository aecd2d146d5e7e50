package dev.tern.recording;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Visitors;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the journal holds of a visitor that is to be gone.
 *
 * <p>Its form: a byte of format, which is not that of an {@link Entry}, 8 bytes of the site's serial, 16 of the visitor, and a byte that
 * says why.
 */
record Departure(Visitors.Address visitor, Tombstone why) {
    private static final byte FORMAT = 'd';
    private static final int BYTES = 26;

    Departure {
        requireNonNull(visitor, "visitor");
        requireNonNull(why, "why");
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putLong(visitor.site())
                .putLong(visitor.visitor().high())
                .putLong(visitor.visitor().low())
                .put(why.code())
                .array();
    }

    /** Whether it is of this format. */
    static boolean isOne(byte[] bytes, int offset, int length) {
        return length > 0 && bytes[offset] == FORMAT;
    }

    /** Reads the form, or nothing where it is another one or broken. */
    static Optional<Departure> read(byte[] bytes, int offset, int length) {
        if (length != BYTES || !isOne(bytes, offset, length)) {
            return Optional.empty();
        }
        ByteBuffer form = ByteBuffer.wrap(bytes, offset + 1, length - 1);
        long site = form.getLong();
        var visitor = new VisitorId(form.getLong(), form.getLong());
        return Tombstone.of(form.get()).map(why -> new Departure(new Visitors.Address(site, visitor), why));
    }
}
