package dev.tern.index;

/**
 * The Redis keys of the index, as {@code docs/redis-keys.md} describes them. An audience is named by its serial, and all
 * numbers are in base 36, so that a key stays within 14 characters and takes 16 bytes.
 */
final class IndexKeys {
    private IndexKeys() {}

    /** How finely an audience is split: {@code i:<audience>}. */
    static String level(long audience) {
        return "i:" + number(audience);
    }

    /** Who splits an audience now: {@code i:<audience>:g}. */
    static String lease(long audience) {
        return level(audience) + ":g";
    }

    /** The visitors whose IDs begin with the prefix: {@code i:<audience>:<bits>:<prefix>}. */
    static String bucket(long audience, int bits, long prefix) {
        return level(audience) + ":" + number(bits) + ":" + number(prefix);
    }

    private static String number(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
