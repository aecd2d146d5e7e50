package dev.tern.visitor;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The keys of records, as {@code docs/redis-keys.md} describes them. */
final class VisitorKeys {
    /** What {@code SCAN} takes the keys of records to look like; no other key begins so. */
    static final String RECORDS = "v*";

    /** Set: the visitors that are gone and not yet in the ledger. */
    static final String PENDING = "ledger:pending";

    private static final int RADIX = Character.MAX_RADIX;

    private VisitorKeys() {}

    /** String: {@code v<site's serial in base 36>:<16 bytes of the visitor's ID>}. */
    static byte[] record(long site, VisitorId visitor) {
        byte[] key = ofSite('v', site);
        visitor.write(key, key.length - VisitorId.BYTES);
        return key;
    }

    /**
     * String: {@code t<site's serial in base 36>:<16 bytes>}.
     *
     * @param hash of the visitor's ID
     */
    static byte[] tombstone(long site, byte[] hash) {
        byte[] key = ofSite('t', site);
        System.arraycopy(hash, 0, key, key.length - hash.length, hash.length);
        return key;
    }

    /** The beginning of a key, and room for 16 bytes. */
    private static byte[] ofSite(char kind, long site) {
        int digits = 1;
        for (long rest = site / RADIX; rest > 0; rest /= RADIX) {
            digits++;
        }
        byte[] key = new byte[digits + 2 + VisitorId.BYTES];
        key[0] = (byte) kind;
        long rest = site;
        for (int at = digits; at > 0; at--) {
            key[at] = (byte) Character.forDigit((int) (rest % RADIX), RADIX);
            rest /= RADIX;
        }
        key[digits + 1] = ':';
        return key;
    }

    /** Whose record has this key; nothing where it is none of a record. */
    static Optional<Visitors.Address> address(byte[] key) {
        int prefix = key.length - VisitorId.BYTES - 1;
        if (prefix < 2 || key[0] != 'v' || key[prefix] != ':') {
            return Optional.empty();
        }
        try {
            long site = Long.parseLong(new String(key, 1, prefix - 1, StandardCharsets.US_ASCII), RADIX);
            return Optional.of(new Visitors.Address(site, VisitorId.of(key, prefix + 1)));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
