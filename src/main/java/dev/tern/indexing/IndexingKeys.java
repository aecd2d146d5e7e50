package dev.tern.indexing;

/** The keys of the index pass, as {@code docs/redis-keys.md} describes them. The braces keep them on one node of a cluster. */
final class IndexingKeys {
    /** Hash: the pass that is under way. */
    static final String PASS = "{indexing}";

    /** String: which pod passes. */
    static final String LEASE = "{indexing}:lease";

    /** Hash: site to the fingerprint of the rules that its lists follow in full. */
    static final String DONE = "{indexing}:done";

    /** Fields of {@link #PASS}. */
    static final String PROCESS = "process";

    static final String PLACE = "place";
    static final String LOOKED_AT = "looked";
    static final String KEYS = "of";

    /** What precedes a site's serial in the fields of {@link #PASS}. */
    private static final String SITE = "s";

    private IndexingKeys() {}

    /** The field of {@link #DONE}. */
    static String site(long serial) {
        return Long.toString(serial, Character.MAX_RADIX);
    }

    /** The field of {@link #PASS}: the fingerprint by which the pass completes the site. */
    static String passSite(long serial) {
        return SITE + site(serial);
    }

    static boolean isPassSite(String field) {
        return field.startsWith(SITE);
    }

    /** The serial of such a field. */
    static long passSerial(String field) {
        return Long.parseLong(field.substring(SITE.length()), Character.MAX_RADIX);
    }

    /** The serial of a field of {@link #DONE}. */
    static long serial(String field) {
        return Long.parseLong(field, Character.MAX_RADIX);
    }
}
