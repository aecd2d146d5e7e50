package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.VisitorScan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One pass of this pod over all records, step by step. Every step is kept in Redis, so that another pod goes on from there.
 *
 * <p>It serves every site whatever its rules are by the time, but completes only those whose rules stayed the same from before
 * its beginning to its end.
 */
final class Pass {
    /** A step takes Redis about 2 ms. */
    static final int KEYS_PER_STEP = 256;

    private final String pod;
    private final Catalog catalog;
    private final VisitorScan scan;
    private final Rewriting rewriting;
    private final Passes passes;

    /** By serial, since when this pod has gone by the rules for which the pass completes the site. */
    private final Map<Long, Long> rulesSinceNanos = new HashMap<>();

    private Walk walk;

    /** What comes after a step. */
    enum Next {
        STEP,
        /** It has come round. */
        NOTHING,
        /** Another pod has the lease. */
        LEFT_TO_ANOTHER
    }

    private Pass(String pod, Catalog catalog, VisitorScan scan, Rewriting rewriting, Passes passes, Walk walk) {
        this.pod = pod;
        this.catalog = catalog;
        this.scan = scan;
        this.rewriting = rewriting;
        this.passes = passes;
        this.walk = walk;
        walk.sites().keySet().forEach(serial -> catalog.site(serial)
                .ifPresent(site -> rulesSinceNanos.put(serial, site.rulesSinceNanos())));
    }

    /**
     * Goes on with the pass that is under way, or begins one; for the pod that has the lease.
     *
     * @param settled whom a pass that begins now may complete
     * @return nothing where the lease went to another pod
     */
    static Optional<Pass> open(
            String pod,
            Catalog catalog,
            VisitorScan scan,
            Rewriting rewriting,
            Passes passes,
            Map<Long, Integer> settled) {
        Optional<Walk> underWay = passes.underWay();
        if (underWay.isPresent()) {
            return Optional.of(new Pass(pod, catalog, scan, rewriting, passes, underWay.get()));
        }
        Walk begun = Walk.begin(SharedRedis.await(scan.extent()), settled);
        return passes.begin(pod, begun)
                ? Optional.of(new Pass(pod, catalog, scan, rewriting, passes, begun))
                : Optional.empty();
    }

    /** How far it has come. */
    Walk walk() {
        return walk;
    }

    /** Takes one step. */
    Next step() {
        VisitorScan.Part part = SharedRedis.await(scan.from(walk.place(), KEYS_PER_STEP));
        if (!part.process().equals(walk.process())) {
            return startOver();
        }
        rewriting.bring(part.addresses());
        Set<Long> dropped = new HashSet<>(walk.sites().keySet());
        Map<Long, Integer> kept = new HashMap<>(walk.sites());
        kept.entrySet().removeIf(site -> !stands(site.getKey(), site.getValue()));
        dropped.removeAll(kept.keySet());
        walk = walk.to(part.next(), part.lookedAt(), kept);
        if (walk.isOver()) {
            rewriting.cap(kept.keySet());
            return passes.finish(pod, walk) ? Next.NOTHING : Next.LEFT_TO_ANOTHER;
        }
        return passes.advance(pod, walk, dropped) ? Next.STEP : Next.LEFT_TO_ANOTHER;
    }

    /** In another process of Redis a place means something else. */
    private Next startOver() {
        walk = Walk.begin(SharedRedis.await(scan.extent()), walk.sites());
        return passes.begin(pod, walk) ? Next.STEP : Next.LEFT_TO_ANOTHER;
    }

    /** Whether the site has gone by these rules all the time. */
    private boolean stands(long serial, int fingerprint) {
        Optional<LiveSite> site = catalog.site(serial);
        return site.isPresent()
                && site.get().rules().fingerprint() == fingerprint
                && Objects.equals(rulesSinceNanos.get(serial), site.get().rulesSinceNanos());
    }
}
