package dev.tern.recording;

import static java.util.Objects.requireNonNull;

import dev.tern.Event;
import dev.tern.VisitorId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of one event: which traits it counts for, and nothing of where or what it was.
 *
 * <p>Its form: a byte of format, 8 bytes of the site's serial, 16 of the visitor, 8 of the time, 4 and 4 of the tags, and 4 a
 * trait.
 */
final class Entry {
    /** So many traits fit into an entry of the journal; an event that counts for more makes several entries. */
    static final int TRAITS_MAX = 8_192;

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 41;

    private final long site;
    private final VisitorId visitor;
    private final long timeMillis;
    private final int nameTag;
    private final int idTag;
    private final int[] traits;

    /**
     * @param site the site's serial
     * @param nameTag tells names of events apart
     * @param idTag tells events of one name and time apart; 0 where the event has no ID
     * @param traits 1 to {@link #TRAITS_MAX} numbers, ascending
     */
    private Entry(long site, VisitorId visitor, long timeMillis, int nameTag, int idTag, int[] traits) {
        if (traits.length == 0 || traits.length > TRAITS_MAX) {
            throw new IllegalArgumentException("1 to " + TRAITS_MAX + " traits");
        }
        this.site = site;
        this.visitor = requireNonNull(visitor, "visitor");
        this.timeMillis = timeMillis;
        this.nameTag = nameTag;
        this.idTag = idTag;
        this.traits = traits;
    }

    long site() {
        return site;
    }

    VisitorId visitor() {
        return visitor;
    }

    long timeMillis() {
        return timeMillis;
    }

    int[] traits() {
        return traits;
    }

    static Entry of(long site, VisitorId visitor, Event event, int[] traits) {
        return new Entry(site, visitor, event.timeMillis(), tag(event.name()), idTag(event.id()), traits);
    }

    private static int idTag(@Nullable String id) {
        if (id == null) {
            return 0;
        }
        int tag = tag(id);
        return tag == 0 ? 1 : tag;
    }

    /** FNV-1a, and the finish of MurmurHash3, so that similar texts are far apart. */
    private static int tag(String text) {
        int hash = 0x811C9DC5;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        return mixed(hash);
    }

    private static int mixed(int hash) {
        int first = (hash ^ hash >>> 16) * 0x85EBCA6B;
        int second = (first ^ first >>> 13) * 0xC2B2AE35;
        return second ^ second >>> 16;
    }

    /** Tells events of one time apart, for a condition that counts one name or several. */
    int tag(boolean severalNames) {
        return severalNames ? mixed(nameTag + 31 * idTag) : idTag;
    }

    byte[] bytes() {
        ByteBuffer form = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES * traits.length)
                .put(FORMAT)
                .putLong(site)
                .putLong(visitor.high())
                .putLong(visitor.low())
                .putLong(timeMillis)
                .putInt(nameTag)
                .putInt(idTag);
        form.asIntBuffer().put(traits);
        return form.array();
    }

    /** Reads the form, or nothing where it is broken. */
    static Optional<Entry> read(byte[] bytes, int offset, int length) {
        int traits = (length - HEADER_BYTES) / Integer.BYTES;
        if (length != HEADER_BYTES + Integer.BYTES * traits
                || traits < 1
                || traits > TRAITS_MAX
                || bytes[offset] != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer form = ByteBuffer.wrap(bytes, offset + 1, length - 1);
        long site = form.getLong();
        VisitorId visitor = new VisitorId(form.getLong(), form.getLong());
        long time = form.getLong();
        int nameTag = form.getInt();
        int idTag = form.getInt();
        int[] numbers = new int[traits];
        form.asIntBuffer().get(numbers);
        return Optional.of(new Entry(site, visitor, time, nameTag, idTag, numbers));
    }
}
