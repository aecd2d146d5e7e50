package dev.tern.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.indexing.Lists;
import dev.tern.indexing.Progress;
import dev.tern.json.Json;
import dev.tern.problem.HttpProblem;
import dev.tern.redis.RedisAwayException;
import dev.tern.rule.Definition;
import dev.tern.rule.Window;
import dev.tern.site.PageRequest;
import dev.tern.site.Preconditions;
import dev.tern.site.Sites;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** The audiences of a site by REST. */
@Path("/v1/sites/{site}/audiences")
@Produces(MediaType.APPLICATION_JSON)
public final class AudiencesResource {
    private final Audiences audiences;
    private final Lists lists;

    AudiencesResource(Audiences audiences, Lists lists) {
        this.audiences = audiences;
        this.lists = lists;
    }

    /**
     * An audience as it is read back.
     *
     * @param rule as its owner wrote it
     * @param keep as its owner wrote it
     * @param lists how far list and size have those who qualify by what they did before the definition stood; absent while
     *     Redis can't say
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Audience(
            String id,
            String name,
            JsonNode rule,
            @Nullable String keep,
            String description,
            Instant completeFrom,
            @Nullable ListsProgress lists) {
        static Audience of(AudienceRow row, Optional<Window> retention, @Nullable ListsProgress lists) {
            JsonNode json = row.definition();
            Definition definition = Definition.read(json).cutTo(retention);
            return new Audience(
                    row.id,
                    definition.name(),
                    json.required("rule"),
                    json.path("keep").textValue(),
                    definition.description(),
                    row.completeFrom,
                    lists);
        }
    }

    /** @param progress from 0 to 1, which it is once they are complete */
    @RegisterForReflection
    record ListsProgress(boolean complete, BigDecimal progress) {
        private static final int PLACES = 3;

        static ListsProgress of(Progress progress) {
            return new ListsProgress(
                    progress.complete(),
                    BigDecimal.valueOf(progress.share())
                            .setScale(PLACES, RoundingMode.DOWN)
                            .stripTrailingZeros());
        }
    }

    /** A part of the list. */
    @RegisterForReflection
    record Page(List<Audience> audiences, @Nullable String next) {}

    @GET
    @Allows(Scope.AUDIENCES_READ)
    public Page list(
            @PathParam("site") String site,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        SiteId siteId = site(site);
        List<AudienceRow> found = audiences.after(siteId, page);
        Optional<Window> retention = audiences.retention(siteId);
        ListsProgress progress = progress(found);
        return new Page(
                found.stream()
                        .limit(page.limit())
                        .map(row -> Audience.of(row, retention, progress))
                        .toList(),
                page.next(found, row -> row.id).orElse(null));
    }

    @GET
    @Path("{audience}")
    @Allows(Scope.AUDIENCES_READ)
    public RestResponse<Audience> get(
            @PathParam("site") String site, @PathParam("audience") String audience, @Context HttpHeaders headers) {
        SiteId siteId = site(site);
        AudienceRow row = audiences.get(siteId, known(audience));
        return Preconditions.of(headers).has(row.tag())
                ? ResponseBuilder.<Audience>notModified()
                        .header(HttpHeaders.ETAG, row.tag())
                        .build()
                : ResponseBuilder.ok(Audience.of(row, audiences.retention(siteId), progress(List.of(row))))
                        .header(HttpHeaders.ETAG, row.tag())
                        .build();
    }

    @PUT
    @Path("{audience}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.AUDIENCES_WRITE)
    public RestResponse<Audience> put(
            @PathParam("site") String site,
            @PathParam("audience") String audience,
            byte[] bytes,
            @Context HttpHeaders headers) {
        SiteId siteId = site(site);
        AudienceId id = wellFormed(audience);
        JsonNode body = Json.parse(bytes);
        Audiences.Put put = audiences.put(siteId, id, body, Definition.read(body), Preconditions.of(headers));
        var answer = put.created()
                ? ResponseBuilder.<Audience>created(URI.create("/v1/sites/%s/audiences/%s".formatted(siteId, id)))
                : ResponseBuilder.<Audience>ok();
        return answer.entity(Audience.of(put.row(), audiences.retention(siteId), progress(List.of(put.row()))))
                .header(HttpHeaders.ETAG, put.row().tag())
                .build();
    }

    @DELETE
    @Path("{audience}")
    @Allows(Scope.AUDIENCES_WRITE)
    public void delete(
            @PathParam("site") String site, @PathParam("audience") String audience, @Context HttpHeaders headers) {
        audiences.delete(site(site), known(audience), Preconditions.of(headers));
    }

    /** A site's audiences share one pass, so one question tells of all. */
    private @Nullable ListsProgress progress(List<AudienceRow> ofOneSite) {
        long version = ofOneSite.stream().mapToLong(row -> row.version).max().orElse(0);
        try {
            return ofOneSite.isEmpty() ? null : ListsProgress.of(lists.progress(ofOneSite.getFirst().site, version));
        } catch (RedisAwayException away) {
            return null;
        }
    }

    static SiteId site(String site) {
        return SiteId.parse(site).orElseThrow(Sites::unknown);
    }

    /** The ID that an audience may have. */
    static AudienceId wellFormed(String audience) {
        return AudienceId.parse(audience)
                .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "The ID of an audience: " + AudienceId.FORM));
    }

    private static AudienceId known(String audience) {
        return AudienceId.parse(audience).orElseThrow(Audiences::unknown);
    }
}
