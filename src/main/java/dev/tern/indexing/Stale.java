package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sites whose lists don't follow their rules in full. */
record Stale(List<LiveSite> sites) {
    /** Where rules change again and again, a pass begins after this all the same, to bring in what it can. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    Stale {
        sites = List.copyOf(sites);
    }

    static Stale of(Collection<LiveSite> live, Passes.Seen seen) {
        return new Stale(live.stream()
                .filter(site -> !seen.isComplete(site.serial(), site.rules().fingerprint()))
                .toList());
    }

    boolean isEmpty() {
        return sites.isEmpty();
    }

    /** By serial, the fingerprints of the sites that a pass which begins now may complete. */
    Map<Long, Integer> settled(long nowNanos) {
        Map<Long, Integer> settled = new HashMap<>();
        for (LiveSite site : sites) {
            if (nowNanos - site.rulesSinceNanos() >= Catalog.SETTLED.toNanos()) {
                settled.put(site.serial(), site.rules().fingerprint());
            }
        }
        return settled;
    }

    /**
     * Whether it is time for a pass. Changes that follow each other closely wait for one pass together.
     *
     * @param sinceNanos when sites were stale first, with no pass since
     */
    boolean isDue(long sinceNanos, long nowNanos) {
        return !isEmpty() && (!settled(nowNanos).isEmpty() || nowNanos - sinceNanos >= PATIENCE.toNanos());
    }
}
