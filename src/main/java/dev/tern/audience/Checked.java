package dev.tern.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.rule.Definition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An audience as it would be read back if it were saved, and what its rule asks about. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Checked(
        String name,
        JsonNode rule,
        @Nullable String keep,
        String description,
        Instant completeFrom,
        List<Asked> traits) {
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

    /**
     * Checks a definition.
     *
     * @param audience under which ID it would be saved; null: under a new one
     */
    static Checked of(Audiences audiences, SiteId site, @Nullable String audience, JsonNode body) {
        Optional<AudienceId> id = Optional.ofNullable(audience).map(AudiencesResource::wellFormed);
        Definition definition = Definition.read(body).cutTo(audiences.retention(site));
        Draft draft = audiences.check(site, id, body, definition);
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
