package dev.tern.visitor;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The keys of records, as {@code docs/redis-keys.md} describes them. */
final class VisitorKeys {
    /** What {@code SCAN} takes the keys of records to look like; no other key begins so. */
    static final String RECORDS = "v*";

    private VisitorKeys() {}

    /** String: {@code v<site's serial in base 36>:<16 bytes of the visitor's ID>}. */
    static byte[] record(long site, VisitorId visitor) {
        byte[] prefix = ("v" + Long.toString(site, Character.MAX_RADIX) + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] key = Arrays.copyOf(prefix, prefix.length + VisitorId.BYTES);
        visitor.write(key, prefix.length);
        return key;
    }

    /** Whose record has this key; nothing where it is none of a record. */
    static Optional<Visitors.Address> address(byte[] key) {
        int prefix = key.length - VisitorId.BYTES - 1;
        if (prefix < 2 || key[0] != 'v' || key[prefix] != ':') {
            return Optional.empty();
        }
        try {
            long site = Long.parseLong(new String(key, 1, prefix - 1, StandardCharsets.US_ASCII), Character.MAX_RADIX);
            return Optional.of(new Visitors.Address(site, VisitorId.of(key, prefix + 1)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
