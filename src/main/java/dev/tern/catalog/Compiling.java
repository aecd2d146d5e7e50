package dev.tern.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.json.Refusal;
import dev.tern.matching.RuleSet;
import dev.tern.rule.Definition;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.timeline.Plan;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** From published definitions to the rules that a pod works by. */
final class Compiling {
    private Compiling() {}

    static RuleSet rules(Snapshot snapshot) {
        Map<AudienceId, Definition> definitions = definitions(snapshot);
        Map<Trait, Integer> numbers = numbers(snapshot, definitions.values());
        Plan.Site site = new Plan.Site(snapshot.settings().timeZone(), definitions, trait -> number(numbers, trait));
        Map<Integer, Trait> traits = new HashMap<>();
        List<RuleSet.Audience> audiences = new ArrayList<>();
        Optional<Window> retention = snapshot.settings().maximumRetention();
        int fingerprint = Objects.hash(site.zone(), retention);
        for (Snapshot.Audience audience : snapshot.audiences()) {
            Definition definition = definitions.get(audience.id());
            try {
                if (definition != null) {
                    Plan plan = site.plan(definition);
                    audiences.add(new RuleSet.Audience(audience.id(), audience.serial(), definition, plan));
                    definition.rule().traits().forEach(trait -> traits.put(number(numbers, trait), trait));
                    fingerprint = Objects.hash(fingerprint, audience.serial(), decisive(audience.definition()));
                }
            } catch (IllegalArgumentException e) {
                cantServe(snapshot, audience);
            }
        }
        return new RuleSet(traits, audiences, site, retention, fingerprint);
    }

    private static Map<AudienceId, Definition> definitions(Snapshot snapshot) {
        Optional<Window> retention = snapshot.settings().maximumRetention();
        Map<AudienceId, Definition> definitions = new HashMap<>();
        for (Snapshot.Audience audience : snapshot.audiences()) {
            try {
                definitions.put(
                        audience.id(), Definition.read(audience.definition()).cutTo(retention));
            } catch (Refusal e) {
                cantServe(snapshot, audience);
            }
        }
        return definitions;
    }

    private static void cantServe(Snapshot snapshot, Snapshot.Audience audience) {
        Log.errorf("Audience %s of site %s can't be compiled: it is not served", audience.id(), snapshot.id());
    }

    /** Of a definition, what decides who is in. */
    private static String decisive(JsonNode definition) {
        return definition.path("rule").toString() + definition.path("keep");
    }

    /** The number of each trait that the definitions ask about, as far as it is published. */
    private static Map<Trait, Integer> numbers(Snapshot snapshot, Collection<Definition> definitions) {
        Map<String, Integer> published = new HashMap<>();
        snapshot.traits().forEach(trait -> published.put(trait.trait(), trait.number()));
        Map<Trait, Integer> numbers = new HashMap<>();
        for (Definition definition : definitions) {
            for (Trait trait : definition.rule().traits()) {
                numbers.computeIfAbsent(trait, asked -> published.get(asked.canonical()));
            }
        }
        return numbers;
    }

    private static int number(Map<Trait, Integer> numbers, Trait trait) {
        Integer number = numbers.get(trait);
        if (number == null) {
            throw new IllegalArgumentException("a trait with a number");
        }
        return number;
    }
}
