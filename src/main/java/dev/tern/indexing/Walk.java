package dev.tern.indexing;

import static java.util.Objects.requireNonNull;

import dev.tern.visitor.VisitorScan;
import java.util.Map;

/**
 * A pass, as far as it has come.
 *
 * @param process the run of Redis to which the place means something
 * @param place where it goes on
 * @param lookedAt about how many keys it has looked at; on a cluster, how many slots
 * @param keys of how many, at its beginning
 * @param sites by their serials, those that it completes, each with the fingerprint of the rules that it does that for
 */
record Walk(String process, String place, long lookedAt, long keys, Map<Long, Integer> sites) {
    Walk {
        requireNonNull(process, "process");
        requireNonNull(place, "place");
        sites = Map.copyOf(sites);
    }

    static Walk begin(VisitorScan.Extent extent, Map<Long, Integer> sites) {
        return new Walk(extent.process(), VisitorScan.START, 0, extent.size(), sites);
    }

    Walk to(String next, int more, Map<Long, Integer> stillSites) {
        return new Walk(process, next, lookedAt + more, keys, stillSites);
    }

    /** Whether it has come round. */
    boolean isOver() {
        return lookedAt > 0 && place.equals(VisitorScan.START);
    }
}
