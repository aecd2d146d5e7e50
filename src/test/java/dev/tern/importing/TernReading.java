package dev.tern.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import dev.tern.matching.facts.Numbers;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Field;
import dev.tern.rule.Rule;
import java.math.BigDecimal;
import java.util.List;

/** Whether a rule in Tern's JSON is true of events that all lie in its windows; what an event counts for says {@code matching}. */
final class TernReading {
    private final List<Event> events;

    TernReading(List<Event> events) {
        this.events = events;
    }

    boolean isTrue(JsonNode rule) {
        if (rule.has("all")) {
            return rule.get("all").valueStream().allMatch(this::isTrue);
        }
        if (rule.has("any")) {
            return rule.get("any").valueStream().anyMatch(this::isTrue);
        }
        if (rule.has("not")) {
            return !isTrue(rule.get("not"));
        }
        return rule.has("sum")
                ? sum(rule, rule.get("sum"))
                : within(rule.get("times"), new BigDecimal(counted(rule).size()));
    }

    private boolean sum(JsonNode rule, JsonNode sum) {
        Field of = Field.parse(sum.get("of").textValue()).orElseThrow();
        long micros = counted(rule).stream()
                .mapToLong(event -> new Facts().about(event).micros(of))
                .filter(number -> number != Numbers.NONE)
                .sum();
        return within(sum, new BigDecimal(new Decimal(micros).toString()));
    }

    private static boolean within(JsonNode bounds, BigDecimal number) {
        if (bounds == null) {
            return number.signum() > 0;
        }
        return (!bounds.has("exactly") || bounds.get("exactly").decimalValue().compareTo(number) == 0)
                && (!bounds.has("atLeast")
                        || bounds.get("atLeast").decimalValue().compareTo(number) <= 0)
                && (!bounds.has("atMost") || bounds.get("atMost").decimalValue().compareTo(number) >= 0);
    }

    private List<Event> counted(JsonNode rule) {
        Condition condition = condition(rule);
        CompiledCondition compiled = CompiledCondition.of(condition);
        return events.stream()
                .filter(event -> condition.countsAnyName() || condition.names().contains(event.name()))
                .filter(event -> compiled.counts(new Facts().about(event)))
                .toList();
    }

    private static Condition condition(JsonNode rule) {
        ObjectNode once = ((ObjectNode) rule.deepCopy()).retain("event", "where", "within");
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("name", "once");
        definition.set("rule", once);
        return Definition.read(definition).rule() instanceof Rule.Count count ? count.condition() : fail(rule);
    }

    private static Condition fail(JsonNode rule) {
        throw new AssertionError("not about events: " + rule);
    }
}
