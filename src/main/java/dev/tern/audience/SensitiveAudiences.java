package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.problem.HttpProblem;
import dev.tern.site.SensitiveChanging;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Keeps sites from counting as sensitive, without a legal basis, what an audience of theirs rests on. */
@Singleton
final class SensitiveAudiences {
    private static final int NAMED_MAX = 20;

    void require(@Observes SensitiveChanging change) {
        List<String> refused = AudienceRow.of(change.serial()).stream()
                .filter(row -> isRefusedFromNowOn(change, row.definition()))
                .map(row -> row.id)
                .toList();
        if (!refused.isEmpty()) {
            String names = String.join(", ", refused.subList(0, Math.min(refused.size(), NAMED_MAX)));
            String others = refused.size() > NAMED_MAX ? " and %d more".formatted(refused.size() - NAMED_MAX) : "";
            throw new HttpProblem(
                    Status.CONFLICT, "Audiences have rules that would be refused as sensitive: " + names + others);
        }
    }

    private static boolean isRefusedFromNowOn(SensitiveChanging change, JsonNode definition) {
        return change.after().refuses(definition) && !change.before().refuses(definition);
    }
}
