package dev.tern.site;

import dev.tern.SiteId;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.json.Json;
import dev.tern.json.Members;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The API keys of a site by REST. */
@Path("/v1/sites/{site}/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeysResource {
    private static final List<String> SCOPES =
            Arrays.stream(Scope.values()).map(Scope::text).toList();

    private final ApiKeys keys;

    KeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    /** A new key, this once. */
    @RegisterForReflection
    record NewKey(String id, String key) {}

    /** A key as it is read back. */
    @RegisterForReflection
    record Key(String id, String name, List<String> scopes, Instant created) {
        static Key of(KeyRow row) {
            return new Key(row.id, row.name, row.scopes, row.created);
        }
    }

    /** All of them. */
    @RegisterForReflection
    record Keys(List<Key> keys) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.ADMIN)
    public RestResponse<NewKey> issue(@PathParam("site") String site, byte[] body) {
        SiteId id = SitesResource.known(site);
        var members = Members.of(Json.parse(body), "");
        String name = members.text("name", 1, Limits.NAME_CHARS_MAX);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (var place : members.required("scopes").items(1, SCOPES.size())) {
            scopes.add(Scope.parse(place.oneOf(SCOPES)).orElseThrow());
        }
        members.nothingElse();
        ApiKeys.Issued issued = keys.issue(id, name, scopes);
        return ResponseBuilder.<NewKey>created(URI.create("/v1/sites/%s/keys/%s".formatted(id, issued.id())))
                .entity(new NewKey(issued.id(), issued.key()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Allows(Scope.ADMIN)
    public Keys list(@PathParam("site") String site) {
        return new Keys(keys.of(SitesResource.known(site)).stream().map(Key::of).toList());
    }

    @GET
    @Path("{key}")
    @Allows(Scope.ADMIN)
    public Key get(@PathParam("site") String site, @PathParam("key") String key) {
        return Key.of(keys.get(SitesResource.known(site), key));
    }

    @DELETE
    @Path("{key}")
    @Allows(Scope.ADMIN)
    public void revoke(@PathParam("site") String site, @PathParam("key") String key) {
        keys.revoke(SitesResource.known(site), key);
    }
}
