package dev.tern.privacy;

import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.membership.Asked;
import dev.tern.problem.HttpProblem;
import dev.tern.recording.Recording;
import dev.tern.visitor.Tombstone;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestPath;

/** A visitor, whole: everything that is held, and its erasure. */
@Path("/v1/sites/{site}/visitors/{visitor}")
@Produces(MediaType.APPLICATION_JSON)
public final class VisitorResource {
    private static final int ERASED_WITHIN_SECONDS = 5;

    private final Catalog catalog;
    private final Dossiers dossiers;
    private final Recording recording;

    VisitorResource(Catalog catalog, Dossiers dossiers, Recording recording) {
        this.catalog = catalog;
        this.dossiers = dossiers;
        this.recording = recording;
    }

    /** Everything that is held of the visitor, known or not. */
    @GET
    @Allows(Scope.VISITORS_READ)
    public CompletionStage<Held> held(@RestPath String site, @RestPath String visitor) {
        return dossiers.of(Asked.site(catalog, site), Asked.visitor(visitor))
                .map(Dossier::held)
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
