package dev.tern.visitor;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of records, as {@code docs/redis-keys.md} describes them. */
final class VisitorKeys {
    private VisitorKeys() {}

    /** String: {@code v<site's serial in base 36>:<16 bytes of the visitor's ID>}. */
    static byte[] record(long site, VisitorId visitor) {
        byte[] prefix = ("v" + Long.toString(site, Character.MAX_RADIX) + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] key = Arrays.copyOf(prefix, prefix.length + VisitorId.BYTES);
        visitor.write(key, prefix.length);
        return key;
    }
}
