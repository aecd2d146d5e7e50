package dev.tern.catalog;

import dev.tern.json.Refusal;
import dev.tern.matching.RuleSet;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.timeline.Plan;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From published definitions to the rules that a pod works by. */
final class Compiling {
    private Compiling() {}

    static RuleSet rules(Snapshot snapshot) {
        Map<String, Integer> numbers = new HashMap<>();
        snapshot.traits().forEach(trait -> numbers.put(trait.condition(), trait.number()));
        Map<Integer, Condition> conditions = new HashMap<>();
        List<RuleSet.Audience> audiences = new ArrayList<>();
        int fingerprint = 1;
        for (Snapshot.Audience audience : snapshot.audiences()) {
            try {
                Definition definition = Definition.read(audience.definition());
                for (Condition condition : definition.rule().conditions()) {
                    conditions.put(number(numbers, condition), condition);
                }
                Plan plan = Plan.of(definition, condition -> number(numbers, condition));
                audiences.add(new RuleSet.Audience(audience.id(), audience.serial(), plan));
                fingerprint = 31 * fingerprint + Long.hashCode(audience.serial());
                fingerprint =
                        31 * fingerprint + audience.definition().toString().hashCode();
            } catch (Refusal | IllegalArgumentException e) {
                Log.errorf("Audience %s of site %s can't be compiled: it is not served", audience.id(), snapshot.id());
            }
        }
        return new RuleSet(conditions, audiences, fingerprint);
    }

    private static int number(Map<String, Integer> numbers, Condition condition) {
        Integer number = numbers.get(condition.canonical());
        if (number == null) {
            throw new IllegalArgumentException("a condition without a trait");
        }
        return number;
    }
}
