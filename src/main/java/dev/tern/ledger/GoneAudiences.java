package dev.tern.ledger;

import dev.tern.catalog.Catalog;
import dev.tern.index.Index;
import dev.tern.redis.SharedRedis;
import dev.tern.sql.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes out of Redis the lists of audiences that are no more, which no removal of a visitor would look into. For one thread; several pods
 * may do it at once, and any of it twice.
 */
final class GoneAudiences {
    private static final int PAGE = 256;

    /** Lists that were taken out. */
    final LongAdder removed = new LongAdder();

    private final Database database;
    private final Catalog catalog;
    private final Index index;
    private final Map<Long, Long> absentSinceNanos = new HashMap<>();

    GoneAudiences(Database database, Catalog catalog, Index index) {
        this.database = database;
        this.catalog = catalog;
        this.index = index;
    }

    /** Takes out those that have been unknown to the catalog for long enough. */
    void work(String process) {
        List<GoneAudienceRow> left = database.transact(() -> GoneAudienceRow.leftIn(process, PAGE));
        if (!left.isEmpty()) {
            catalog.requireFresh();
            left.stream().filter(this::isSettled).forEach(row -> remove(row.serial, process));
        }
    }

    private boolean isSettled(GoneAudienceRow row) {
        boolean known = catalog.site(row.site)
                .filter(site -> site.rules().serials().contains(row.serial))
                .isPresent();
        if (known) {
            absentSinceNanos.remove(row.serial);
            return false;
        }
        long now = System.nanoTime();
        return now - absentSinceNanos.computeIfAbsent(row.serial, absent -> now) >= Catalog.SETTLED.toNanos();
    }

    private void remove(long audience, String process) {
        SharedRedis.await(index.delete(audience));
        var _ = database.transact(() -> GoneAudienceRow.update("removedIn = ?1 where serial = ?2", process, audience));
        absentSinceNanos.remove(audience);
        removed.increment();
    }
}
