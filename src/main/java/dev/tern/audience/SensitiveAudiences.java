package dev.tern.audience;

import dev.tern.problem.HttpProblem;
import dev.tern.rule.Sensitive;
import dev.tern.site.SettingsChanging;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Keeps sites from counting as sensitive, without a legal basis, what an audience of theirs rests on. */
@Singleton
final class SensitiveAudiences {
    private static final int NAMED_MAX = 20;

    void require(@Observes SettingsChanging settings) {
        Sensitive before = settings.sensitiveBefore();
        Sensitive after = settings.change().sensitive();
        if (after.equals(before)) {
            return;
        }
        List<String> refused = AudienceRow.of(settings.change().serial()).stream()
                .filter(row -> after.refuses(row.definition()) && !before.refuses(row.definition()))
                .map(row -> row.id)
                .toList();
        if (!refused.isEmpty()) {
            String names = String.join(", ", refused.subList(0, Math.min(refused.size(), NAMED_MAX)));
            String others = refused.size() > NAMED_MAX ? " and %d more".formatted(refused.size() - NAMED_MAX) : "";
            throw new HttpProblem(
                    Status.CONFLICT, "Audiences have rules that would be refused as sensitive: " + names + others);
        }
    }
}
