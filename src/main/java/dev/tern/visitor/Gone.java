package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.identity.VisitorCookie;
import java.time.Instant;
import java.util.Optional;

/**
 * That a visitor is gone, in a form that does not tell who it was.
 *
 * @param site the site's serial
 * @param hash a keyed hash of the visitor's ID, which has as many bits and the same text form
 */
public record Gone(long site, VisitorId hash, Tombstone why, Instant since) {
    private static final String SEPARATOR = ":";
    private static final int PARTS = 4;

    /** The last millisecond of the year 9999, beyond which PostgreSQL and ISO 8601 have other forms. */
    private static final long SINCE_MAX = 253_402_300_799_999L;

    public Gone {
        requireNonNull(hash, "hash");
        requireNonNull(why, "why");
        requireNonNull(since, "since");
    }

    /** Whom it is about: {@code <site's serial in base 36>:<22 characters>}. */
    public String name() {
        return Long.toString(site, Character.MAX_RADIX) + SEPARATOR + hash.text();
    }

    /** When it may be forgotten: no cookie can come back any more. */
    public Instant until() {
        return since.plus(VisitorCookie.MAX_AGE);
    }

    /** All of it as a text: {@code <name>:<code of the tombstone>:<since, in milliseconds>}. */
    String text() {
        return String.join(SEPARATOR, name(), why.letter(), Long.toString(since.toEpochMilli()));
    }

    /** Reads such a text; nothing where it is another one, or means one but is not its text, by which it could not be settled. */
    static Optional<Gone> read(String text) {
        return parse(text).filter(gone -> gone.text().equals(text));
    }

    private static Optional<Gone> parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            long since = Long.parseLong(parts[3]);
            return since < 0 || since > SINCE_MAX
                    ? Optional.empty()
                    : of(parts[0] + SEPARATOR + parts[1], parts[2], Instant.ofEpochMilli(since));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    /** Reads a name, with the letter of the tombstone beside it; nothing where they are none. */
    public static Optional<Gone> of(String name, String letter, Instant since) {
        int end = name.indexOf(SEPARATOR);
        if (end < 1 || letter.length() != 1) {
            return Optional.empty();
        }
        try {
            long site = Long.parseLong(name.substring(0, end), Character.MAX_RADIX);
            return VisitorId.parse(name.substring(end + 1)).flatMap(hash -> Tombstone.of((byte) letter.charAt(0))
                    .map(why -> new Gone(site, hash, why, since)));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    byte[] key() {
        return VisitorKeys.tombstone(site, hash.bytes());
    }
}
