package dev.tern.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.matching.RuleSet;
import dev.tern.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who is in this audience? Everyone named here was checked against the record. */
@Path("/v1/sites/{site}/audiences/{audience}")
public final class MembersResource {
    /** Of less quality, so that whoever accepts anything gets a page. */
    private static final String NDJSON = "application/x-ndjson;qs=0.5";

    private static final int LIMIT_MAX = 1_000;

    private final Catalog catalog;
    private final Memberships memberships;
    private final Floors floors;

    MembersResource(Catalog catalog, Memberships memberships, Floors floors) {
        this.catalog = catalog;
        this.memberships = memberships;
        this.floors = floors;
    }

    /** A page of members, and where the next one begins. */
    @RegisterForReflection
    public record Page(List<Listed> members, @Nullable String next) {
        public Page {
            members = List.copyOf(members);
        }
    }

    /** One member. */
    @RegisterForReflection
    public record Listed(String visitor, Instant from, Instant until) {
        static Listed of(Memberships.Member member) {
            return new Listed(
                    member.visitor().text(),
                    Instant.ofEpochMilli(member.membership().fromMillis()),
                    Instant.ofEpochMilli(member.membership().untilMillis()));
        }
    }

    /** Since when a visitor is a member, and until when. */
    @RegisterForReflection
    public record Span(Instant from, Instant until) {}

    /**
     * How many members an audience has at an instant.
     *
     * @param size null where it is less than the site's floor
     * @param lessThan that floor; absent where the size is told
     */
    @RegisterForReflection
    public record Size(
            @Nullable Long size,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer lessThan,

            Instant at) {
        static Size of(long size, int floor, long atMillis) {
            Instant at = Instant.ofEpochMilli(atMillis);
            return size < floor ? new Size(null, floor, at) : new Size(size, null, at);
        }
    }

    @GET
    @Path("/members")
    @Produces(MediaType.APPLICATION_JSON)
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Page> members(
            @RestPath String site,
            @RestPath String audience,
            @RestQuery @DefaultValue("100") String limit,
            @RestQuery @Nullable String cursor) {
        LiveSite live = Asked.site(catalog, site);
        RuleSet.Audience asked = Asked.audience(live, audience);
        Optional<VisitorId> after = Asked.cursor(cursor);
        int most = Asked.limit(limit, LIMIT_MAX);
        long now = System.currentTimeMillis();
        return floors.require(live, asked, now)
                .compose(shown -> memberships.members(live, asked, after, most, now))
                .map(page -> new Page(
                        page.members().stream().map(Listed::of).toList(),
                        page.next().map(VisitorId::text).orElse(null)))
                .toCompletionStage();
    }

    @GET
    @Path("/members")
    @Produces(NDJSON)
    @Allows(Scope.MEMBERS_READ)
    public Multi<byte[]> allMembers(@RestPath String site, @RestPath String audience) {
        LiveSite live = Asked.site(catalog, site);
        RuleSet.Audience asked = Asked.audience(live, audience);
        long now = System.currentTimeMillis();
        return Uni.createFrom()
                .completionStage(() -> floors.require(live, asked, now).toCompletionStage())
                .onItem()
                .transformToMulti(shown -> lines(live, asked, now));
    }

    private Multi<byte[]> lines(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        return Multi.createBy()
                .repeating()
                .uni(() -> memberships.listing(site, audience, nowMillis), MembersResource::next)
                .whilst(Listing.Part::more)
                .filter(part -> !part.members().isEmpty())
                .map(part -> MemberLines.of(part.members()));
    }

    private static Uni<Listing.Part> next(Listing listing) {
        return Uni.createFrom().completionStage(() -> listing.next().toCompletionStage());
    }

    @GET
    @Path("/members/{visitor}")
    @Produces(MediaType.APPLICATION_JSON)
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Span> member(
            @RestPath String site,
            @RestPath String audience,
            @RestPath String visitor,
            @RestQuery @Nullable String at) {
        LiveSite live = Asked.site(catalog, site);
        RuleSet.Audience asked = Asked.audience(live, audience);
        VisitorId id = Asked.visitor(visitor);
        long now = System.currentTimeMillis();
        long atMillis = Asked.at(at, now);
        return floors.require(live, asked, now)
                .compose(shown -> memberships.of(live, asked, id, atMillis))
                .map(found -> found.map(membership -> new Span(
                                Instant.ofEpochMilli(membership.fromMillis()),
                                Instant.ofEpochMilli(membership.untilMillis())))
                        .orElseThrow(() -> HttpProblem.notFound("The visitor is not in this audience")))
                .toCompletionStage();
    }

    @GET
    @Path("/size")
    @Produces(MediaType.APPLICATION_JSON)
    @Allows(Scope.MEMBERS_READ)
    public CompletionStage<Size> size(@RestPath String site, @RestPath String audience) {
        LiveSite live = Asked.site(catalog, site);
        RuleSet.Audience asked = Asked.audience(live, audience);
        long now = System.currentTimeMillis();
        return memberships
                .size(live, asked, now)
                .map(size -> Size.of(size, live.settings().minimumAudienceSize(), now))
                .toCompletionStage();
    }
}
