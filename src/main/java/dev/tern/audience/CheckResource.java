package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.json.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What saving an audience would answer, without saving it. */
@Path("/v1/sites/{site}/audiences:check")
@Produces(MediaType.APPLICATION_JSON)
public final class CheckResource {
    private final Audiences audiences;

    CheckResource(Audiences audiences) {
        this.audiences = audiences;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.AUDIENCES_READ)
    public Checked check(
            @PathParam("site") String site, @QueryParam("audience") @Nullable String audience, byte[] bytes) {
        JsonNode body = Json.parse(bytes);
        return Checked.of(audiences, AudiencesResource.site(site), audience, body);
    }
}
