package dev.tern.index;

import dev.tern.VisitorId;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One part of an audience: the visitors whose IDs begin with these bits. */
record Bucket(long audience, int bits, long prefix) {
    static Bucket of(long audience, int bits, VisitorId visitor) {
        return new Bucket(audience, bits, prefix(visitor, bits));
    }

    static Stream<Bucket> range(long audience, int bits, long from, long to) {
        return LongStream.range(from, to).mapToObj(prefix -> new Bucket(audience, bits, prefix));
    }

    static long prefix(VisitorId visitor, int bits) {
        return bits == 0 ? 0 : visitor.high() >>> (Long.SIZE - bits);
    }

    /** The two that share its visitors when they are split by one bit more. */
    Stream<Bucket> children() {
        return range(audience, bits + 1, 2 * prefix, 2 * prefix + 2);
    }

    String key() {
        return IndexKeys.bucket(audience, bits, prefix);
    }
}
