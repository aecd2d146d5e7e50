package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.visitor.VisitorScan;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What one pod does for the lists: looks whether a pass is due, and makes it where no other pod does. For one thread. */
final class Passer {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Where more events wait for Redis than this, the pass makes way for them. */
    private static final long WAITING_MAX = 4_096;

    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    private final String pod = UUID.randomUUID().toString();
    private final Catalog catalog;
    private final VisitorScan scan;
    private final Rewriting rewriting;
    private final Passes passes;
    private final LongSupplier waiting;
    private final Map<Long, Long> rulesSinceNanos = new HashMap<>();
    private long staleSinceNanos = System.nanoTime();
    private long lookedNanos;
    private Stale stale = new Stale(List.of());
    private volatile double share = 0;
    private volatile boolean stopping = false;

    /** @param waiting how many events Redis does not have yet */
    Passer(Catalog catalog, VisitorScan scan, Rewriting rewriting, Passes passes, LongSupplier waiting) {
        this.catalog = catalog;
        this.scan = scan;
        this.rewriting = rewriting;
        this.passes = passes;
        this.waiting = waiting;
    }

    /** From 0 to 1, how far the pass is that is under way here or elsewhere; 1 where all lists are complete. */
    double share() {
        return share;
    }

    /** Ends a pass after its next step; from any thread. */
    void stop() {
        stopping = true;
    }

    /** Looks, and makes the pass that is due. Returns when there is nothing to do for now. */
    void work() {
        look();
        if (stale.isDue(staleSinceNanos, System.nanoTime()) && !stopping && passes.take(pod)) {
            pass();
        }
    }

    private void pass() {
        Optional<Pass> opened = Pass.open(pod, catalog, scan, rewriting, passes, stale.settled(System.nanoTime()));
        if (opened.isEmpty()) {
            return;
        }
        Pass pass = opened.get();
        Pass.Next next;
        do {
            long before = System.nanoTime();
            next = pass.step();
            if (next == Pass.Next.STEP) {
                rest(System.nanoTime() - before);
            }
        } while (next == Pass.Next.STEP && !stopping);
        switch (next) {
            case STEP -> passes.release(pod);
            case NOTHING -> {
                staleSinceNanos = System.nanoTime();
                Log.debugf(
                        "A pass over the index is over: it looked at about %d keys",
                        pass.walk().lookedAt());
                look();
            }
            case LEFT_TO_ANOTHER -> Log.debug("Another pod goes on with the pass over the index");
        }
    }

    /** As long as the step took, so that Redis has half of the time for others; longer while it can't keep up with them. */
    private void rest(long tookNanos) {
        boolean behind = waiting.getAsLong() > WAITING_MAX;
        LockSupport.parkNanos(this, behind ? PAUSE_MAX.toNanos() : Math.min(tookNanos, PAUSE_MAX.toNanos()));
        if (System.nanoTime() - lookedNanos >= LOOK.toNanos()) {
            look();
        }
    }

    private void look() {
        lookedNanos = System.nanoTime();
        passes.forget(changed());
        Passes.Seen seen = passes.look();
        if (stale.isEmpty()) {
            staleSinceNanos = lookedNanos;
        }
        stale = Stale.of(catalog.sites(), seen);
        share = stale.isEmpty() ? 1 : seen.underWay().map(Progress::share).orElse(0.0);
    }

    /**
     * The sites whose rules changed since the last look, be it there and back again: what was written by others in between does
     * not follow the rules of before any more. Those that are gone, too.
     */
    private List<Long> changed() {
        List<Long> changed = new ArrayList<>();
        Map<Long, Long> now = new HashMap<>();
        for (LiveSite site : catalog.sites()) {
            now.put(site.serial(), site.rulesSinceNanos());
        }
        rulesSinceNanos.forEach((site, since) -> {
            if (!since.equals(now.get(site))) {
                changed.add(site);
            }
        });
        rulesSinceNanos.clear();
        rulesSinceNanos.putAll(now);
        return changed;
    }
}
