package dev.tern.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.json.Json;
import dev.tern.rule.Definition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What saving an audience would answer, without saving it. */
@Path("/v1/sites/{site}/audiences:check")
@Produces(MediaType.APPLICATION_JSON)
public final class CheckResource {
    private final Audiences audiences;

    CheckResource(Audiences audiences) {
        this.audiences = audiences;
    }

    /** An audience as it would be read back, and what it asks about. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Checked(
            String name,
            JsonNode rule,
            @Nullable String keep,
            String description,
            Instant completeFrom,
            List<Asked> traits) {}

    /**
     * A trait that the rule asks about.
     *
     * @param exists whether it is kept for some rule already
     * @param since since when so much of it has been kept as the rule asks; absent: it will be from the saving on
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Asked(
            String description, boolean exists, @Nullable Instant since) {
        static Asked of(Draft.Asked asked) {
            return new Asked(
                    asked.trait().description(), asked.exists(), asked.since().orElse(null));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.AUDIENCES_READ)
    public Checked check(
            @PathParam("site") String site, @QueryParam("audience") @Nullable String audience, byte[] bytes) {
        Optional<AudienceId> id = Optional.ofNullable(audience).map(AudiencesResource::wellFormed);
        JsonNode body = Json.parse(bytes);
        Definition definition = Definition.read(body);
        Draft draft = audiences.check(AudiencesResource.site(site), id, definition);
        return new Checked(
                definition.name(),
                body.required("rule"),
                body.path("keep").textValue(),
                definition.description(),
                draft.completeFrom(),
                draft.asked().stream()
                        .map(Asked::of)
                        .sorted(Comparator.comparing(Asked::description))
                        .toList());
    }
}
