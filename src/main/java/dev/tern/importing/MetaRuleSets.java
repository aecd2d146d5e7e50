package dev.tern.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.rule.Window;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the inclusions and the exclusions of one rule of Meta's: 10 rules in all, about the events of one pixel. */
final class MetaRuleSets {
    private static final int RULES_MAX = 10;
    private static final long RETENTION_SECONDS_MAX = 365L * 24 * 60 * 60;

    private final Place place;
    private int rulesLeft = RULES_MAX;
    private @Nullable String pixel;

    /** One rule of a set. */
    record MetaRule(ObjectNode tern, long retentionSeconds) {}

    /** @param place of the rule that both sets belong to */
    MetaRuleSets(Place place) {
        this.place = place;
    }

    ObjectNode inclusions(Place set, Consumer<MetaRule> check) {
        return together(set, 1, check).orElseThrow();
    }

    /** Nothing where none is excluded. */
    Optional<ObjectNode> exclusions(Place set) {
        return together(set, 0, _ -> {});
    }

    private Optional<ObjectNode> together(Place set, int min, Consumer<MetaRule> check) {
        Members members = set.members();
        Place operator = members.required("operator");
        boolean every = operator.oneOf(List.of("and", "or")).equals("and");
        List<Place> places = members.required("rules").items(every ? 1 : min, RULES_MAX);
        members.nothingElse();
        rulesLeft -= places.size();
        if (rulesLeft < 0) {
            throw place.refusal("at most %d rules in all".formatted(RULES_MAX));
        }
        List<MetaRule> rules = places.stream().map(this::rule).toList();
        rules.forEach(check);
        List<ObjectNode> terns = rules.stream().map(MetaRule::tern).toList();
        return terns.isEmpty() ? Optional.empty() : Optional.of(every ? Rules.all(terns) : Rules.any(terns));
    }

    private MetaRule rule(Place rule) {
        Members members = rule.members();
        members.optional("event_sources").ifPresent(this::requireOnePixel);
        Optional<Place> retention = members.optional("retention_seconds");
        Optional<Place> filter = members.optional("filter");
        Optional<Place> aggregation = members.optional("aggregation");
        // The form in which Meta's editor shows the rule.
        members.optional("template").ifPresent(template -> template.text(1, 100));
        members.nothingElse();
        long seconds = Figures.whole(
                retention.orElseGet(() -> members.required("retention_seconds")), 1, RETENTION_SECONDS_MAX);
        Place filterPlace = filter.orElseGet(() -> members.required("filter"));
        List<Events> events = MetaFilter.read(filterPlace);
        Window within = new Window(seconds * 1000);
        ObjectNode tern = aggregation
                .map(each -> new MetaAggregation(events, within, filterPlace).read(each))
                .orElseGet(() ->
                        Rules.any(events.stream().map(each -> each.once(within)).toList()));
        return new MetaRule(tern, seconds);
    }

    private void requireOnePixel(Place sources) {
        Members source = sources.items(1, 1).getFirst().members();
        Place id = source.required("id");
        source.required("type").oneOf(List.of("pixel"));
        source.nothingElse();
        String text = id.node().isNumber() ? id.node().asText() : id.text(1, 100);
        if (pixel != null && !pixel.equals(text)) {
            throw id.refusal("the same pixel in every rule: a site of Tern's is one source");
        }
        pixel = text;
    }
}
