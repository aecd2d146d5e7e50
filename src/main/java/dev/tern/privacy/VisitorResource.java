package dev.tern.privacy;

import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.membership.Asked;
import dev.tern.membership.Memberships;
import dev.tern.problem.HttpProblem;
import dev.tern.recording.Recording;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.vertx.core.Future;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestPath;

/** A visitor, whole: everything that is held, and its erasure. */
@Path("/v1/sites/{site}/visitors/{visitor}")
@Produces(MediaType.APPLICATION_JSON)
public final class VisitorResource {
    private static final int ERASED_WITHIN_SECONDS = 5;

    private final Catalog catalog;
    private final Visitors visitors;
    private final Tombstones tombstones;
    private final Recording recording;

    VisitorResource(Catalog catalog, Visitors visitors, Tombstones tombstones, Recording recording) {
        this.catalog = catalog;
        this.visitors = visitors;
        this.tombstones = tombstones;
        this.recording = recording;
    }

    /** Everything that is held of the visitor, known or not. */
    @GET
    @Allows(Scope.VISITORS_READ)
    public CompletionStage<Held> held(@RestPath String site, @RestPath String visitor) {
        LiveSite live = Asked.site(catalog, site);
        VisitorId id = Asked.visitor(visitor);
        var address = new Visitors.Address(live.serial(), id);
        long now = System.currentTimeMillis();
        return Future.all(visitors.read(address), tombstones.of(List.of(address)))
                .map(all -> Held.of(
                        live,
                        id.text(),
                        Memberships.remembered(live, all.resultAt(0), now),
                        Optional.ofNullable(all.<Map<Visitors.Address, Tombstone>>resultAt(1)
                                .get(address)),
                        now))
                .toCompletionStage();
    }

    /** Removes everything of the visitor, known or not; what still arrives for it is refused. Answered when it is done. */
    @DELETE
    @Allows(Scope.VISITORS_ERASE)
    public CompletionStage<Void> erase(@RestPath String site, @RestPath String visitor) {
        LiveSite live = Asked.site(catalog, site);
        VisitorId id = Asked.visitor(visitor);
        Recording.Receipt receipt = recording
                .remove(live, id, Tombstone.ERASED)
                .orElseThrow(() -> HttpProblem.unavailable("The journal is full; ask again"));
        return receipt.stored()
                .orTimeout(ERASED_WITHIN_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    throw HttpProblem.unavailable(
                            "The erasure is in the journal, but not yet done; to ask again does no harm");
                });
    }
}
