package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.importing.Origin;
import dev.tern.json.Json;
import dev.tern.problem.HttpProblem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Audiences of other systems in Tern's own words, ready to be saved. */
@Path("/v1/sites/{site}/audiences:import")
@Produces(MediaType.APPLICATION_JSON)
public final class ImportResource {
    private static final String NAMELESS = "Imported audience";

    private final Audiences audiences;

    ImportResource(Audiences audiences) {
        this.audiences = audiences;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.AUDIENCES_READ)
    public Checked translate(@PathParam("site") String site, @QueryParam("from") @Nullable String from, byte[] bytes) {
        Origin origin = Optional.ofNullable(from)
                .flatMap(Origin::parse)
                .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "from: one of " + Origin.FORMS));
        JsonNode foreign = Json.parse(bytes);
        return Checked.of(audiences, AudiencesResource.site(site), null, origin.translate(foreign, NAMELESS));
    }
}
