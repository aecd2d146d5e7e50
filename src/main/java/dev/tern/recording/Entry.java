package dev.tern.recording;

import static java.util.Objects.requireNonNull;

import dev.tern.Event;
import dev.tern.VisitorId;
import dev.tern.matching.Match;
import dev.tern.visitor.Lineage;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of one event: which traits it counts for, and nothing of where or what it was.
 *
 * <p>Its form: a byte of format (the high four bits) and lineage ({@link Lineage#bits}), 8 bytes of the site's serial, 16 of the
 * visitor, 8 of the time, 4 and 4 of the tags, and for each trait 4, of which the highest bit says that its number in millionths follows, another 8.
 */
final class Entry {
    /** So many traits fit into an entry of the journal; an event that counts for more makes several entries. */
    static final int TRAITS_MAX = 5_000;

    private static final byte FORMAT = 1;
    private static final int LINEAGE_MASK = (1 << Lineage.BITS) - 1;
    private static final int HEADER_BYTES = 41;
    private static final int WITH_NUMBER = 1 << 31;

    private final long site;
    private final VisitorId visitor;
    private final long timeMillis;
    private final int nameTag;
    private final int idTag;
    private final Lineage lineage;
    private final Match match;

    /**
     * @param site the site's serial
     * @param nameTag tells names of events apart
     * @param idTag tells events of one name and time apart; 0 where the event has no ID
     * @param match of {@link #TRAITS_MAX} traits at most; of none where the event only tells under which consent the visitor is now
     */
    private Entry(long site, VisitorId visitor, long timeMillis, int nameTag, int idTag, Lineage lineage, Match match) {
        if (match.size() > TRAITS_MAX) {
            throw new IllegalArgumentException("at most " + TRAITS_MAX + " traits");
        }
        this.site = site;
        this.visitor = requireNonNull(visitor, "visitor");
        this.timeMillis = timeMillis;
        this.nameTag = nameTag;
        this.idTag = idTag;
        this.lineage = requireNonNull(lineage, "lineage");
        this.match = match;
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

    Lineage lineage() {
        return lineage;
    }

    Match match() {
        return match;
    }

    static Entry of(long site, VisitorId visitor, Event event, Lineage lineage, Match match) {
        return new Entry(site, visitor, event.timeMillis(), tag(event.name()), idTag(event.id()), lineage, match);
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
        int numbers = 0;
        for (int i = 0; i < match.size(); i++) {
            numbers += match.micros(i) == 0 ? 0 : 1;
        }
        ByteBuffer form = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES * match.size() + Long.BYTES * numbers)
                .put((byte) (FORMAT << Lineage.BITS | lineage.bits()))
                .putLong(site)
                .putLong(visitor.high())
                .putLong(visitor.low())
                .putLong(timeMillis)
                .putInt(nameTag)
                .putInt(idTag);
        for (int i = 0; i < match.size(); i++) {
            if (match.micros(i) == 0) {
                form.putInt(match.trait(i));
            } else {
                form.putInt(match.trait(i) | WITH_NUMBER).putLong(match.micros(i));
            }
        }
        return form.array();
    }

    /** Whether it is of another format than this one. */
    static boolean isOther(byte[] bytes, int offset, int length) {
        return length > 0 && bytes[offset] >> Lineage.BITS != FORMAT;
    }

    /** Reads the form, or nothing where it is broken. */
    static Optional<Entry> read(byte[] bytes, int offset, int length) {
        if (length < HEADER_BYTES || bytes[offset] >> Lineage.BITS != FORMAT) {
            return Optional.empty();
        }
        return Lineage.read(bytes[offset] & LINEAGE_MASK).flatMap(lineage -> read(bytes, offset, length, lineage));
    }

    private static Optional<Entry> read(byte[] bytes, int offset, int length, Lineage lineage) {
        ByteBuffer form = ByteBuffer.wrap(bytes, offset + 1, length - 1);
        long site = form.getLong();
        VisitorId visitor = new VisitorId(form.getLong(), form.getLong());
        long time = form.getLong();
        int nameTag = form.getInt();
        int idTag = form.getInt();
        return match(form).map(match -> new Entry(site, visitor, time, nameTag, idTag, lineage, match));
    }

    private static Optional<Match> match(ByteBuffer form) {
        int most = form.remaining() / Integer.BYTES;
        int[] traits = new int[most];
        long[] micros = new long[most];
        int size = 0;
        while (form.remaining() >= Integer.BYTES) {
            int trait = form.getInt();
            boolean withNumber = (trait & WITH_NUMBER) != 0;
            if (withNumber && form.remaining() < Long.BYTES) {
                return Optional.empty();
            }
            traits[size] = trait & ~WITH_NUMBER;
            micros[size++] = withNumber ? form.getLong() : 0;
        }
        return form.hasRemaining() || size > TRAITS_MAX
                ? Optional.empty()
                : Optional.of(Match.of(traits, micros, size));
    }
}
