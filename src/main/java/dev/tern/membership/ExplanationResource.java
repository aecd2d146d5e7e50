package dev.tern.membership;

import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.matching.RuleSet;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Why is this visitor in this audience, or why not? */
@Path("/v1/sites/{site}/visitors/{visitor}/audiences/{audience}/explanation")
@Produces(MediaType.APPLICATION_JSON)
public final class ExplanationResource {
    private final Catalog catalog;
    private final Memberships memberships;
    private final Floors floors;

    ExplanationResource(Catalog catalog, Memberships memberships, Floors floors) {
        this.catalog = catalog;
        this.memberships = memberships;
        this.floors = floors;
    }

    @GET
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Explanation> explain(
            @RestPath String site,
            @RestPath String visitor,
            @RestPath String audience,
            @RestQuery @Nullable String at) {
        LiveSite live = Asked.site(catalog, site);
        RuleSet.Audience known = Asked.audience(live, audience);
        VisitorId id = Asked.visitor(visitor);
        long now = System.currentTimeMillis();
        long atMillis = Asked.at(at, now);
        return floors.require(live, known, now)
                .compose(shown -> memberships.record(live, id, now))
                .map(record -> Explanation.of(visitor, known, live.rules().site(), record, atMillis))
                .toCompletionStage();
    }
}
