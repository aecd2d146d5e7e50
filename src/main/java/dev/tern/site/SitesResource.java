package dev.tern.site;

import dev.tern.SiteId;
import dev.tern.access.Allows;
import dev.tern.access.Caller;
import dev.tern.catalog.Scope;
import dev.tern.catalog.SiteSettings;
import dev.tern.identity.VisitorCookie;
import dev.tern.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Sites by REST. */
@Path("/v1/sites")
@Produces(MediaType.APPLICATION_JSON)
public final class SitesResource {
    private static final String ID_FORM = SiteId.FORM + ", but not with " + VisitorCookie.OPT_OUT;

    private final Sites sites;
    private final AudienceConfig config;
    private final ContainerRequestContext request;

    SitesResource(Sites sites, AudienceConfig config, ContainerRequestContext request) {
        this.sites = sites;
        this.config = config;
        this.request = request;
    }

    /** A site as it is read back. */
    @RegisterForReflection
    record Site(
            String id,
            String name,
            List<String> domains,
            String timeZone,
            String consent,
            @Nullable Integer tcfVendorId,
            @Nullable Places regions,
            @Nullable String cookieDomain,
            int minimumAudienceSize,
            @Nullable String maximumRetention,
            Sensitive sensitive) {
        static Site of(SiteRow row) {
            SiteSettings settings = row.settings();
            return new Site(
                    row.id,
                    settings.name(),
                    settings.domains(),
                    row.timeZone,
                    row.consent,
                    row.tcfVendorId,
                    row.regionHeader == null ? null : new Places(row.regionHeader, row.requiredIn, row.optOutIn),
                    settings.cookieDomain().orElse(null),
                    row.minimumAudienceSize,
                    row.maximumRetention,
                    Sensitive.of(row));
        }
    }

    /** Which rules of a site are sensitive beside those with built-in words, and the legal basis that it states for them. */
    @RegisterForReflection
    record Sensitive(List<String> patterns, @Nullable String legalBasis) {
        static Sensitive of(SiteRow row) {
            return new Sensitive(row.sensitivePatterns, row.legalBasis);
        }
    }

    /** Where the policy is another one. */
    @RegisterForReflection
    record Places(String header, List<String> required, List<String> optOut) {}

    /** A part of the list. */
    @RegisterForReflection
    record Page(List<Site> sites, @Nullable String next) {}

    @GET
    @Allows(Scope.ADMIN)
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        if (caller().site().isPresent()) {
            return new Page(List.of(Site.of(sites.get(caller().site().get()))), null);
        }
        List<SiteRow> found = sites.after(page.after(), page.limit() + 1);
        return new Page(
                found.stream().limit(page.limit()).map(Site::of).toList(),
                page.next(found, row -> row.id).orElse(null));
    }

    @GET
    @Path("{site}")
    @Allows(Scope.ADMIN)
    public RestResponse<Site> get(@PathParam("site") String site, @Context HttpHeaders headers) {
        SiteRow row = sites.get(known(site));
        return Preconditions.of(headers).has(row.tag())
                ? ResponseBuilder.<Site>notModified()
                        .header(HttpHeaders.ETAG, row.tag())
                        .build()
                : ResponseBuilder.ok(Site.of(row))
                        .header(HttpHeaders.ETAG, row.tag())
                        .build();
    }

    @PUT
    @Path("{site}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.ADMIN)
    public RestResponse<Site> put(@PathParam("site") String site, byte[] body, @Context HttpHeaders headers) {
        SiteId id = SiteId.parse(site)
                .filter(named -> !named.value().startsWith(VisitorCookie.OPT_OUT))
                .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "The ID of a site: " + ID_FORM));
        boolean mayCreate = caller().site().isEmpty();
        Sites.Put put = sites.put(id, SiteBody.read(body, config.minimumSize()), Preconditions.of(headers), mayCreate);
        var answer = put.created()
                ? ResponseBuilder.<Site>created(URI.create("/v1/sites/" + id))
                : ResponseBuilder.<Site>ok();
        return answer.entity(Site.of(put.row()))
                .header(HttpHeaders.ETAG, put.row().tag())
                .build();
    }

    @DELETE
    @Path("{site}")
    @Allows(Scope.ADMIN)
    public void delete(@PathParam("site") String site, @Context HttpHeaders headers) {
        sites.delete(known(site), Preconditions.of(headers));
    }

    /** The site that a path names, where such a one can be. */
    static SiteId known(String site) {
        return SiteId.parse(site).orElseThrow(Sites::unknown);
    }

    private Caller caller() {
        return (Caller) request.getProperty(Caller.PROPERTY);
    }
}
