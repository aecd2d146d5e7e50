package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.redis.RedisAwayException;
import jakarta.inject.Singleton;
import java.util.Optional;

/** How far the lists of members follow the rules, whichever pod sees to it. */
@Singleton
public final class Lists {
    private final Catalog catalog;
    private final Passes passes;

    Lists(Catalog catalog, Passes passes) {
        this.catalog = catalog;
        this.passes = passes;
    }

    /**
     * Of all audiences of a site together. Blocks for one round trip.
     *
     * @param site its serial
     * @param version the definitions that the lists should follow; a pod that goes by those of before can't call them complete
     * @throws RedisAwayException where Redis can't say
     */
    public Progress progress(long site, long version) {
        Optional<LiveSite> live = catalog.site(site).filter(known -> known.version() >= version && hasSettled(known));
        return live.isEmpty()
                ? Progress.WAITING
                : passes.progress(site, live.get().rules().fingerprint());
    }

    /** No lists are complete sooner. It keeps those from looking so whose rules went to others and back a moment ago. */
    private static boolean hasSettled(LiveSite site) {
        return System.nanoTime() - site.rulesSinceNanos() >= Catalog.SETTLED.toNanos();
    }
}
