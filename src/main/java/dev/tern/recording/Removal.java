package dev.tern.recording;

import dev.tern.catalog.Catalog;
import dev.tern.index.Index;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Takes away what is kept of visitors that have a tombstone already, in the order that {@link Tombstones} asks for. */
@Singleton
public final class Removal {
    private final Catalog catalog;
    private final Visitors visitors;
    private final Index index;

    Removal(Catalog catalog, Visitors visitors, Index index) {
        this.catalog = catalog;
        this.visitors = visitors;
        this.index = index;
    }

    /** Blocks until it is done. */
    public void of(Collection<Visitors.Address> gone) {
        if (gone.isEmpty()) {
            return;
        }
        SharedRedis.await(visitors.delete(gone));
        List<Future<Void>> removals = new ArrayList<>(gone.size());
        for (Visitors.Address address : gone) {
            catalog.site(address.site())
                    .ifPresent(site -> removals.add(index.remove(site.rules().serials(), address.visitor())));
        }
        SharedRedis.await(Future.all(removals));
    }
}
