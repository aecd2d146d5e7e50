package dev.tern.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Json;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import dev.tern.rule.Limits;
import java.util.List;
import java.util.Optional;

/**
 * Reads a website custom audience of Meta's Marketing API, or its rule alone.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/audiences/guides/audience-rules">Audience Rules</a>
 */
final class MetaAudience {
    private static final int DAYS_MAX = 365;
    private static final long DAY_SECONDS = 24 * 60 * 60;

    private MetaAudience() {}

    static Translation read(Place document) {
        Members members = document.members();
        return members.has("rule")
                ? audience(members)
                : new Translation(Optional.empty(), rule(document, Optional.empty()));
    }

    private static Translation audience(Members members) {
        Optional<String> name = members.optional("name").map(place -> place.text(1, Limits.NAME_CHARS_MAX));
        Place rule = written(members.required("rule"));
        Optional<Place> retention = members.optional("retention_days");
        members.optional("subtype").ifPresent(subtype -> subtype.oneOf(List.of("WEBSITE")));
        // Not a word of these says who is in: back-filling is about the first days, as completeFrom is.
        List.of("id", "description", "audience_labels", "prefill").forEach(members::optional);
        members.nothingElse();
        return new Translation(name, rule(rule, retention));
    }

    /** A rule is an object, or the text that writes it. */
    private static Place written(Place place) {
        if (!place.node().isTextual()) {
            return place;
        }
        try {
            return new Place(Json.parse(place.node().textValue().getBytes(UTF_8)), place.pointer());
        } catch (Refusal refusal) {
            throw place.refusal(refusal.reason());
        }
    }

    private static ObjectNode rule(Place place, Optional<Place> retention) {
        Members members = place.members();
        Optional<Place> exclusions = members.optional("exclusions");
        members.optional("inclusions");
        members.nothingElse();
        MetaRuleSets sets = new MetaRuleSets(place);
        ObjectNode included = sets.inclusions(
                members.required("inclusions"),
                rule -> retention.ifPresent(days -> {
                    if (Figures.whole(days, 1, DAYS_MAX) * DAY_SECONDS != rule.retentionSeconds()) {
                        throw days.refusal("as long as the retention_seconds of each inclusion:"
                                + " how two that differ go together is not documented");
                    }
                }));
        return Rules.without(
                included, exclusions.flatMap(sets::exclusions).map(List::of).orElse(List.of()));
    }
}
