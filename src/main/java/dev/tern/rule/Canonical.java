package dev.tern.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tern.Value;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one way to write a condition or a trait, whatever way its owner chose: groups of a kind are merged, groups of one and
 * double negations vanish, and what may stand in any order stands in that of its JSON text, once.
 *
 * <p>The JSON is not that of rules, where an object has room for but one {@code anyOf}: it is
 * {@code [["page_view"],["path","startsWith","/cart"],["anyOf",…]]}. It is stored as a key, so it must never change. A trait that
 * keeps more than times says so around it: {@code {"sum":"value","of":[…]}}.
 */
final class Canonical {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Canonical() {}

    static String text(Trait trait) {
        ArrayNode condition = json(trait.condition());
        return switch (trait.kept()) {
            case Trait.Kept.Times _ -> condition.toString();
            case Trait.Kept.Days _ -> JSON.objectNode().set("days", condition).toString();
            case Trait.Kept.Numbers(var of) ->
                JSON.objectNode().put("sum", of.toString()).set("of", condition).toString();
            case Trait.Kept.Steps _ -> JSON.objectNode().set("steps", condition).toString();
        };
    }

    private static ArrayNode json(Condition condition) {
        ArrayNode json = JSON.arrayNode();
        ArrayNode names = json.addArray();
        condition.names().forEach(names::add);
        condition.where().forEach(where -> json.add(json(where)));
        return json;
    }

    /** The normal form of what must hold together. */
    static List<Where> together(List<Where> wheres) {
        List<Where> together = new ArrayList<>();
        List<Where> none = new ArrayList<>();
        for (Where where : wheres) {
            Where normal = of(where);
            for (Where part : normal instanceof AllOf(var inner) ? inner : List.of(normal)) {
                switch (part) {
                    case NoneOf(var inner) -> none.addAll(inner);
                    case Passes _, AnyOf _, AllOf _ -> together.add(part);
                }
            }
        }
        if (!none.isEmpty()) {
            together.add(new NoneOf(ordered(none, Canonical::json)));
        }
        return ordered(together, Canonical::json);
    }

    private static List<Where> either(List<Where> wheres) {
        List<Where> either = new ArrayList<>();
        for (Where where : wheres) {
            switch (of(where)) {
                case AnyOf(var inner) -> either.addAll(inner);
                case Where other -> either.add(other);
            }
        }
        return ordered(either, Canonical::json);
    }

    private static Where of(Where where) {
        return switch (where) {
            case Passes passes -> passes;
            case AllOf(var wheres) -> one(together(wheres), AllOf::new);
            case AnyOf(var wheres) -> one(either(wheres), AnyOf::new);
            case NoneOf(var wheres) -> {
                List<Where> either = either(wheres);
                yield either.size() == 1 && either.getFirst() instanceof NoneOf(var inner)
                        ? one(inner, AnyOf::new)
                        : new NoneOf(either);
            }
        };
    }

    private static Where one(List<Where> wheres, Function<List<Where>, Where> group) {
        return wheres.size() == 1 ? wheres.getFirst() : group.apply(wheres);
    }

    /** Each once, in the order of the JSON texts. */
    static <T> List<T> ordered(Collection<T> all, Function<T, JsonNode> json) {
        var byText = new TreeMap<String, T>();
        all.forEach(each -> byText.put(json.apply(each).toString(), each));
        return List.copyOf(byText.values());
    }

    private static JsonNode json(Where where) {
        return switch (where) {
            case Passes(var field, var test) -> json(field, test);
            case AllOf(var wheres) -> json("allOf", wheres);
            case AnyOf(var wheres) -> json("anyOf", wheres);
            case NoneOf(var wheres) -> json("noneOf", wheres);
        };
    }

    private static JsonNode json(String group, List<Where> wheres) {
        ArrayNode json = JSON.arrayNode().add(group);
        wheres.forEach(where -> json.add(json(where)));
        return json;
    }

    private static JsonNode json(Field field, Test test) {
        ArrayNode json = JSON.arrayNode().add(field.toString());
        return switch (test) {
            case Test.Is(var values) -> {
                json.add("is");
                values.forEach(value -> json.add(json(value)));
                yield json;
            }
            case Test.StartsWith(var text) -> json.add("startsWith").add(text);
            case Test.EndsWith(var text) -> json.add("endsWith").add(text);
            case Test.Contains(var text) -> json.add("contains").add(text);
            case Test.Like(var pattern) -> json.add("like").add(pattern);
            case Test.Matches(var expression) -> json.add("matches").add(expression);
            case Test.AtLeast(var number) -> json.add("atLeast").add(new BigDecimal(number.toString()));
            case Test.AtMost(var number) -> json.add("atMost").add(new BigDecimal(number.toString()));
            case Test.Above(var number) -> json.add("above").add(new BigDecimal(number.toString()));
            case Test.Below(var number) -> json.add("below").add(new BigDecimal(number.toString()));
            case Test.Exists(var exists) -> json.add("exists").add(exists);
        };
    }

    /** Untyped values come with events, never with rules. */
    static JsonNode json(Value value) {
        return switch (value) {
            case Value.Text(var text) -> JSON.textNode(text);
            case Value.Num(var number) -> JSON.numberNode(new BigDecimal(number.toString()));
            case Value.Flag(var flag) -> JSON.booleanNode(flag);
            case Value.Untyped _ -> throw new IllegalArgumentException("a value with a type");
        };
    }
}
