package dev.tern.rule;

import static dev.tern.rule.Limits.EVENT_NAMES_MAX;
import static dev.tern.rule.Limits.FIELD_NAME_CHARS_MAX;
import static dev.tern.rule.Limits.WHERES_MAX;
import static dev.tern.rule.Limits.WHERE_DEPTH_MAX;

import dev.tern.EventName;
import dev.tern.json.Members;
import dev.tern.json.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads which events a rule counts: {@code event} and {@code where}. */
final class ConditionReader {
    private static final String ANY_NAME = "*";

    private final Terms terms;
    private final TestReader tests;

    ConditionReader(Terms terms) {
        this.terms = terms;
        this.tests = new TestReader(terms);
    }

    Condition condition(Members members) {
        List<String> names = names(members.required("event"));
        List<Where> where =
                members.optional("where").map(place -> wheres(place, 0)).orElse(List.of());
        return new Condition(names, where);
    }

    private List<String> names(Place place) {
        if (!place.node().isArray()) {
            return ANY_NAME.equals(place.node().textValue()) ? List.of() : List.of(name(place));
        }
        return place.items(1, EVENT_NAMES_MAX).stream().map(this::name).toList();
    }

    private String name(Place place) {
        terms.take(place);
        String name = place.node().textValue();
        if (ANY_NAME.equals(name)) {
            throw place.refusal("a name: * stands alone, not in a list");
        }
        if (name == null || !EventName.is(name)) {
            throw place.refusal(EventName.FORM);
        }
        return name;
    }

    private List<Where> wheres(Place place, int depth) {
        List<Where> wheres = new ArrayList<>();
        place.members().each().forEach((key, member) -> {
            switch (key) {
                case "anyOf" -> wheres.add(new Where.AnyOf(group(member, depth + 1)));
                case "noneOf" -> wheres.add(new Where.NoneOf(group(member, depth + 1)));
                default -> wheres.addAll(passes(key, member));
            }
        });
        if (wheres.isEmpty()) {
            throw place.refusal("a field and its test, or none at all");
        }
        return wheres;
    }

    private List<Where> group(Place place, int depth) {
        if (depth > WHERE_DEPTH_MAX) {
            throw place.refusal("at most %d groups deep".formatted(WHERE_DEPTH_MAX));
        }
        terms.take(place);
        List<Where> group = new ArrayList<>();
        for (Place item : place.items(1, WHERES_MAX)) {
            group.add(new Where.AllOf(wheres(item, depth)));
        }
        return group;
    }

    private List<Where> passes(String key, Place place) {
        Field field = Field.parse(key).orElseThrow(() -> place.refusal("not a field; fields: " + Field.FORMS));
        requireNamed(field, place);
        return tests.tests(field, place).stream()
                .<Where>map(test -> new Where.Passes(field, test))
                .toList();
    }

    static void requireNamed(Field field, Place place) {
        int chars = field.name().codePointCount(0, field.name().length());
        if (chars > FIELD_NAME_CHARS_MAX || field.name().chars().anyMatch(Character::isISOControl)) {
            throw place.refusal("a name of 1 to %d characters, no control characters".formatted(FIELD_NAME_CHARS_MAX));
        }
    }
}
