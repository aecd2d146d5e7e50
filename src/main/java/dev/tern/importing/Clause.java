package dev.tern.importing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must hold of one event, in the JSON of Tern's {@code where}.
 *
 * <p>An object of tests has room for one {@code anyOf}, and for one test of a kind on a field. What finds its room taken
 * is said as its double negation, since {@code noneOf} takes any number: {@code "noneOf":[{"noneOf":[…]}]}.
 */
sealed interface Clause {
    Clause ALWAYS = new Constant(true);
    Clause NEVER = new Constant(false);

    /** It holds of every event, or of none. */
    record Constant(boolean holds) implements Clause {}

    /**
     * All members hold.
     *
     * @param json a {@code where}, not to be changed
     */
    record Tests(ObjectNode json) implements Clause {
        public Tests {
            requireNonNull(json, "json");
            if (json.isEmpty()) {
                throw new IllegalArgumentException("at least one test");
            }
        }
    }

    /** One test of one field. */
    static Clause test(String field, String test, JsonNode value) {
        ObjectNode json = object();
        json.putObject(field).set(test, value);
        return new Tests(json);
    }

    /** All hold. */
    static Clause all(List<Clause> clauses) {
        ObjectNode together = object();
        for (Clause clause : clauses) {
            switch (clause) {
                case Constant(var holds) when holds -> {}
                case Constant _ -> {
                    return NEVER;
                }
                case Tests(var json) -> add(json, together);
            }
        }
        return together.isEmpty() ? ALWAYS : new Tests(together);
    }

    /** At least one holds. */
    static Clause any(List<Clause> clauses) {
        List<JsonNode> either = new ArrayList<>();
        for (Clause clause : clauses) {
            switch (clause) {
                case Constant(var holds)
                when holds -> {
                    return ALWAYS;
                }
                case Constant _ -> {}
                case Tests(var json) -> alternatives(json).forEach(either::add);
            }
        }
        List<JsonNode> distinct = either.stream().distinct().toList();
        return switch (distinct.size()) {
            case 0 -> NEVER;
            case 1 -> new Tests((ObjectNode) distinct.getFirst());
            default -> new Tests(group("anyOf", distinct));
        };
    }

    /** It does not hold. */
    static Clause not(Clause clause) {
        return switch (clause) {
            case Constant(var holds) -> holds ? NEVER : ALWAYS;
            case Tests(var json) -> new Tests(group("noneOf", alternatives(json)));
        };
    }

    private static void add(ObjectNode json, ObjectNode into) {
        if (json.properties().stream().allMatch(member -> fits(member, into))) {
            json.properties().forEach(member -> merge(member, into));
        } else {
            into.withArrayProperty("noneOf").add(group("noneOf", alternatives(json)));
        }
    }

    private static boolean fits(Map.Entry<String, JsonNode> member, ObjectNode into) {
        return switch (into.get(member.getKey())) {
            case null -> true;
            case ObjectNode tests ->
                member.getValue().properties().stream().noneMatch(test -> tests.has(test.getKey()));
            case JsonNode _ -> member.getKey().equals("noneOf");
        };
    }

    private static void merge(Map.Entry<String, JsonNode> member, ObjectNode into) {
        switch (into.get(member.getKey())) {
            case null -> into.set(member.getKey(), member.getValue().deepCopy());
            case ObjectNode tests -> tests.setAll((ObjectNode) member.getValue());
            case JsonNode group -> ((ArrayNode) group).addAll((ArrayNode) member.getValue());
        }
    }

    /** Those of which one must hold, so that it holds. */
    private static Iterable<JsonNode> alternatives(ObjectNode json) {
        return json.size() == 1 && json.has("anyOf") ? json.get("anyOf") : List.of(json);
    }

    private static ObjectNode group(String name, Iterable<JsonNode> members) {
        ObjectNode group = object();
        members.forEach(group.putArray(name)::add);
        return group;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
