package dev.tern.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tern.AudienceId;
import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.json.Json;
import dev.tern.json.Members;
import dev.tern.json.Place;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Future;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which audiences is this visitor in? And these many? */
@Path("/v1/sites/{site}")
@Produces(MediaType.APPLICATION_JSON)
public final class LookupResource {
    private static final int VISITORS_MAX = 1_000;
    private static final int AUDIENCES_MAX = 10_000;

    private final Catalog catalog;
    private final Memberships memberships;
    private final Floors floors;
    private final LookupTimes times;

    LookupResource(Catalog catalog, Memberships memberships, Floors floors, LookupTimes times) {
        this.catalog = catalog;
        this.memberships = memberships;
        this.floors = floors;
        this.times = times;
    }

    /**
     * The audiences of one visitor at an instant.
     *
     * @param withheld true where the site withholds some audience, whoever is in it; absent otherwise
     */
    @RegisterForReflection
    public record Lookup(
            String visitor,
            Instant at,
            List<In> audiences,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean withheld) {
        public Lookup {
            audiences = List.copyOf(audiences);
        }
    }

    /** A membership: from an instant on, and until another. */
    @RegisterForReflection
    public record In(String id, Instant from, Instant until) {
        static In of(Membership membership) {
            return new In(
                    membership.audience().value(),
                    Instant.ofEpochMilli(membership.fromMillis()),
                    Instant.ofEpochMilli(membership.untilMillis()));
        }
    }

    /**
     * The audiences of many visitors at an instant, in the order asked.
     *
     * @param withheld true where the site withholds some audience, whoever is in it; absent otherwise
     */
    @RegisterForReflection
    public record Lookups(
            Instant at,
            List<Result> results,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean withheld) {
        public Lookups {
            results = List.copyOf(results);
        }
    }

    /** One visitor's audiences. */
    @RegisterForReflection
    public record Result(String visitor, List<String> audiences) {
        public Result {
            audiences = List.copyOf(audiences);
        }
    }

    @GET
    @Path("/visitors/{visitor}/audiences")
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Lookup> lookup(
            @RestPath String site, @RestPath String visitor, @RestQuery @Nullable String at) {
        long beganNanos = System.nanoTime();
        LiveSite live = Asked.site(catalog, site);
        VisitorId id = Asked.visitor(visitor);
        long now = System.currentTimeMillis();
        long atMillis = Asked.at(at, now);
        Future<Lookup> answer = floors.of(live, now).compose(standing -> memberships
                .of(live, id, atMillis)
                .map(found -> new Lookup(
                        visitor,
                        Instant.ofEpochMilli(atMillis),
                        standing.shown(found).stream().map(In::of).toList(),
                        withheld(standing))));
        return times.single().measured(beganNanos, answer).toCompletionStage();
    }

    @POST
    @Path("/lookups")
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Lookups> lookups(@RestPath String site, byte[] body) {
        long beganNanos = System.nanoTime();
        LiveSite live = Asked.site(catalog, site);
        Members asked = Members.of(Json.parse(body), "");
        List<VisitorId> visitors = new ArrayList<>();
        for (Place place : asked.required("visitors").items(1, VISITORS_MAX)) {
            String text = place.node().asText();
            visitors.add(VisitorId.parse(text).orElseThrow(() -> place.refusal(VisitorId.FORM)));
        }
        Optional<Set<String>> wanted = asked.optional("audiences").map(LookupResource::wanted);
        long now = System.currentTimeMillis();
        long atMillis = asked.optional("at").map(at -> Asked.at(at, now)).orElse(now);
        asked.nothingElse();
        Future<Lookups> answer = floors.of(live, now).compose(standing -> memberships
                .of(live, visitors, atMillis)
                .map(found -> new Lookups(
                        Instant.ofEpochMilli(atMillis),
                        results(visitors, found, standing, wanted),
                        withheld(standing))));
        return times.batch().measured(beganNanos, answer).toCompletionStage();
    }

    private static @Nullable Boolean withheld(Floors.Standing standing) {
        return standing.withholds() ? true : null;
    }

    private static Set<String> wanted(Place audiences) {
        Set<String> wanted = new HashSet<>();
        for (Place place : audiences.items(0, AUDIENCES_MAX)) {
            String text = place.node().asText();
            wanted.add(AudienceId.parse(text)
                    .orElseThrow(() -> place.refusal(AudienceId.FORM))
                    .value());
        }
        return wanted;
    }

    private static List<Result> results(
            List<VisitorId> visitors,
            List<List<Membership>> found,
            Floors.Standing standing,
            Optional<Set<String>> wanted) {
        List<Result> results = new ArrayList<>(visitors.size());
        for (int i = 0; i < visitors.size(); i++) {
            List<String> audiences = new ArrayList<>();
            for (Membership membership : standing.shown(found.get(i))) {
                String audience = membership.audience().value();
                if (wanted.isEmpty() || wanted.get().contains(audience)) {
                    audiences.add(audience);
                }
            }
            results.add(new Result(visitors.get(i).text(), audiences));
        }
        return results;
    }
}
