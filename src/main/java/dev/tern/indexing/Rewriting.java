package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.index.Index;
import dev.tern.recording.Applied;
import dev.tern.recording.Removal;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Brings records, and the index entries before them, under the rules of now. A record that lost its race is left to the
 * winner: who writes goes by rules that are at most {@link Catalog#FRESH} old, and these did not change for longer where the
 * pass completes a site. Where the winner removed the visitor, the entries go as well.
 */
final class Rewriting {
    /** Commands at once, so that hits, which share the connection, wait for Redis no longer than about 2 ms. */
    private static final int WRITES_MAX = 256;

    private final Catalog catalog;
    private final Visitors visitors;
    private final Index index;
    private final Tombstones tombstones;
    private final Removal removal;
    private final Clock clock;
    private final Tally tally;

    Rewriting(
            Catalog catalog,
            Visitors visitors,
            Index index,
            Tombstones tombstones,
            Removal removal,
            Clock clock,
            Tally tally) {
        this.catalog = catalog;
        this.visitors = visitors;
        this.index = index;
        this.tombstones = tombstones;
        this.removal = removal;
        this.clock = clock;
        this.tally = tally;
    }

    void bring(List<Visitors.Address> addresses) {
        for (int from = 0; from < addresses.size(); from += WRITES_MAX) {
            bringSome(addresses.subList(from, Math.min(addresses.size(), from + WRITES_MAX)));
        }
    }

    private void bringSome(List<Visitors.Address> addresses) {
        catalog.requireFresh();
        List<byte[]> records = SharedRedis.await(visitors.read(addresses));
        List<Visitors.Change> changes = new ArrayList<>();
        List<Index.Entry> entries = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            stale(addresses.get(i), records.get(i)).ifPresent(applied -> {
                changes.add(applied.change());
                entries.addAll(applied.index());
            });
        }
        for (int from = 0; from < entries.size(); from += WRITES_MAX) {
            SharedRedis.await(index.add(entries.subList(from, Math.min(entries.size(), from + WRITES_MAX))));
        }
        List<Boolean> written = SharedRedis.await(visitors.write(changes));
        List<Visitors.Address> raced = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            if (written.get(i)) {
                tally.rewritten.increment();
            } else {
                tally.raced.increment();
                raced.add(changes.get(i).address());
            }
        }
        removal.of(SharedRedis.await(tombstones.of(raced)).keySet());
    }

    /** Lets no index entry of the sites end later than any membership can by their retention. */
    void cap(Collection<Long> sites) {
        long now = clock.millis();
        for (long serial : sites) {
            catalog.site(serial).map(LiveSite::rules).ifPresent(rules -> rules.retention()
                    .ifPresent(retention -> rules.serials()
                            .forEach(audience -> SharedRedis.await(index.cap(audience, now + retention.millis())))));
        }
    }

    private Optional<Applied> stale(Visitors.Address address, byte[] record) {
        LiveSite site = catalog.site(address.site()).orElse(null);
        VisitorRecord read = VisitorRecord.read(record).orElse(null);
        if (site == null || read == null) {
            tally.skipped.increment();
            return Optional.empty();
        }
        if (read.rules() == site.rules().fingerprint()) {
            tally.current.increment();
            return Optional.empty();
        }
        return Optional.of(Applied.under(site.rules(), address, record, clock.millis()));
    }
}
