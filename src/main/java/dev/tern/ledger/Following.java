package dev.tern.ledger;

import dev.tern.catalog.Catalog;
import dev.tern.identity.VisitorCookie;
import dev.tern.recording.Removal;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Gone;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorScan;
import dev.tern.visitor.Visitors;
import io.quarkus.logging.Log;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Makes Redis follow the ledger, where it comes from a backup or lost something: sets all tombstones that are missing, and then removes
 * whoever has one and came back. For one thread; several pods may do it at once.
 *
 * <p>A key of Redis names the process of Redis that follows the ledger in full. It is taken away before anything is set, and set when all is
 * done, so whoever is cut in between begins anew. With all tombstones set, nobody comes back by being written (see {@link Tombstones}), and
 * whoever was there before is met by the walk.
 */
final class Following {
    /** String: the process of Redis that follows the ledger. */
    private static final String PROCESS = "ledger:process";

    private static final Duration CHECK = Duration.ofHours(1);
    private static final int PAGE = 1_000;
    private static final String FIRST = "";

    /** A step takes Redis about a millisecond. */
    private static final int KEYS_PER_STEP = 256;

    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    /** Tombstones that were missing. */
    final LongAdder reapplied = new LongAdder();

    private final Ledger ledger;
    private final Tombstones tombstones;
    private final VisitorScan scan;
    private final Catalog catalog;
    private final Removal removal;
    private final SharedRedis redis;
    private long checkedNanos = System.nanoTime() - CHECK.toNanos();
    private volatile boolean stopping = false;

    Following(
            Ledger ledger,
            Tombstones tombstones,
            VisitorScan scan,
            Catalog catalog,
            Removal removal,
            SharedRedis redis) {
        this.ledger = ledger;
        this.tombstones = tombstones;
        this.scan = scan;
        this.catalog = catalog;
        this.removal = removal;
        this.redis = redis;
    }

    /** Ends it after its next step; from any thread. */
    void stop() {
        stopping = true;
    }

    /** Looks whether this process of Redis follows, tombstone by tombstone once in a while, and has it follow where it does not. */
    void work(String process) {
        boolean follows = process.equals(followed());
        if (follows && System.nanoTime() - checkedNanos < CHECK.toNanos()) {
            return;
        }
        ledger.forgetOld();
        if (!follows || !eachPage(page -> SharedRedis.await(tombstones.stand(page)))) {
            follow(process);
        }
        checkedNanos = System.nanoTime();
    }

    private void follow(String process) {
        SharedRedis.await(redis.send(Request.cmd(Command.UNLINK).arg(PROCESS)));
        boolean none = ledger.after(FIRST, 1).isEmpty();
        boolean all = eachPage(page -> {
            reapplied.add(SharedRedis.await(tombstones.restore(page)));
            return !stopping;
        });
        if (all && (none || walk(process))) {
            SharedRedis.await(redis.send(Request.cmd(Command.SET)
                    .arg(PROCESS)
                    .arg(process)
                    .arg("PX")
                    .arg(VisitorCookie.MAX_AGE.toMillis())));
        }
    }

    /** Whether it holds for each page of the ledger; ends at the first for which it does not. */
    private boolean eachPage(Predicate<List<Gone>> holds) {
        String last = FIRST;
        List<Gone> page;
        do {
            page = ledger.after(last, PAGE);
            if (!page.isEmpty()) {
                if (!holds.test(page)) {
                    return false;
                }
                last = page.getLast().name();
            }
        } while (page.size() == PAGE);
        return true;
    }

    /** Removes whoever has a tombstone and a record; says whether it came round, in the same process of Redis. */
    private boolean walk(String process) {
        long removed = 0;
        String place = VisitorScan.START;
        do {
            long before = System.nanoTime();
            catalog.requireFresh();
            VisitorScan.Part part = SharedRedis.await(scan.from(place, KEYS_PER_STEP));
            if (!part.process().equals(process)) {
                return false;
            }
            Map<Visitors.Address, Tombstone> gone = SharedRedis.await(tombstones.of(part.addresses()));
            removal.of(gone.keySet());
            removed += gone.size();
            place = part.next();
            LockSupport.parkNanos(this, Math.min(System.nanoTime() - before, PAUSE_MAX.toNanos()));
        } while (!place.equals(VisitorScan.START) && !stopping);
        if (removed > 0) {
            Log.infof("%d visitors that are gone had come back, and are removed again", removed);
        }
        return place.equals(VisitorScan.START);
    }

    /** The process of Redis that answers now. */
    String process() {
        return SharedRedis.await(scan.extent()).process();
    }

    private String followed() {
        Response answer = SharedRedis.await(redis.get(PROCESS.getBytes(StandardCharsets.US_ASCII)));
        return answer == null ? "" : answer.toString();
    }
}
