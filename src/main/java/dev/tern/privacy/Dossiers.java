package dev.tern.privacy;

import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visitors as their sites know them now. Fails as Redis does. */
@Singleton
final class Dossiers {
    private final Visitors visitors;
    private final Tombstones tombstones;
    private final Clock clock;

    Dossiers(Visitors visitors, Tombstones tombstones, Clock clock) {
        this.visitors = visitors;
        this.tombstones = tombstones;
        this.clock = clock;
    }

    /** The visitor, known or not. */
    Future<Dossier> of(LiveSite site, VisitorId visitor) {
        var address = new Visitors.Address(site.serial(), visitor);
        return Future.all(visitors.read(address), tombstones.of(List.of(address)))
                .map(all -> new Dossier(
                        site,
                        visitor,
                        VisitorRecord.read(all.resultAt(0)),
                        Optional.ofNullable(all.<Map<Visitors.Address, Tombstone>>resultAt(1)
                                .get(address)),
                        clock.millis()));
    }
}
