package dev.tern.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Rules of Meta and of Google Ads, from a seed, made of the same few words as {@link RandomVisits}. */
final class RandomForeign {
    private static final List<String> EVENTS = List.of("PageView", "ViewContent", "Purchase", "Lead");
    private static final List<String> URLS =
            List.of("", "/cart", "CART", "shop.example", "https://shop.example/cart", "red", "?size=", "é");
    private static final List<String> WORDS =
            List.of("shoes", "Shoes", "red shoes", "SHOES (new)", "boots", "true", "12", "é");
    private static final List<String> NUMBERS = List.of("0", "1", "5", "12", "-3", "2.5");
    private static final List<String> TEXT_OPERATORS = List.of(
            "eq", "!=", "contains", "not_contains", "i_contains", "i_not_contains", "starts_with", "i_starts_with");
    private static final List<String> LIST_OPERATORS = List.of("is_any", "is_not_any", "i_is_any", "i_is_not_any");
    private static final List<String> COMPARISONS = List.of("=", "!=", ">=", ">", "<=", "<", "gt", "lte");
    private static final List<String> STRING_OPERATORS = List.of("CONTAINS", "EQUALS", "STARTS_WITH", "ENDS_WITH");
    private static final List<String> NUMBER_OPERATORS =
            List.of("GREATER_THAN", "GREATER_THAN_OR_EQUAL", "EQUALS", "NOT_EQUALS", "LESS_THAN", "LESS_THAN_OR_EQUAL");

    private final SplittableRandom random;

    RandomForeign(long seed) {
        this.random = new SplittableRandom(seed);
    }

    ObjectNode of(Origin origin) {
        return switch (origin) {
            case META -> meta();
            case GOOGLE -> google();
        };
    }

    private ObjectNode meta() {
        ObjectNode document = object();
        document.set("inclusions", ruleSet());
        if (random.nextInt(3) == 0) {
            document.set("exclusions", ruleSet());
        }
        return document;
    }

    private ObjectNode ruleSet() {
        ObjectNode set = object().put("operator", one(List.of("and", "or")));
        set.set("rules", list(2, this::rule));
        return set;
    }

    private ObjectNode rule() {
        ObjectNode rule = object().put("retention_seconds", 2_592_000);
        rule.set("filter", group(3));
        if (random.nextInt(3) == 0) {
            rule.set("aggregation", aggregation());
        }
        return rule;
    }

    private ObjectNode aggregation() {
        String type = one(List.of("count", "sum", "min", "max"));
        ObjectNode aggregation = object().put("type", type).put("operator", one(COMPARISONS));
        if (!type.equals("count")) {
            aggregation.put("field", one(List.of("value", "size")));
        }
        return aggregation.put("value", one(NUMBERS));
    }

    private ObjectNode group(int depth) {
        ObjectNode group = object().put("operator", one(List.of("and", "and", "or")));
        group.set("filters", list(3, () -> depth > 0 && random.nextInt(4) == 0 ? group(depth - 1) : filter()));
        return group;
    }

    private ObjectNode filter() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> filter("event", one(List.of("eq", "=")), one(EVENTS));
            case 2 -> filter("event", "is_any", "").set("value", list(2, EVENTS));
            case 3 -> filter(one(List.of("url", "url", "path")), one(TEXT_OPERATORS), one(URLS));
            case 4 -> filter("domain", one(TEXT_OPERATORS), one(List.of("shop.example", "example", "blog")));
            case 5 -> filter(one(List.of("value", "size")), one(COMPARISONS), one(NUMBERS));
            case 6 ->
                filter(
                        "url",
                        "regex_match",
                        one(List.of("^https://[a-z]+\\.example/cart", "red|blue$", "size=[0-9]+")));
            case 7 -> filter("category", one(LIST_OPERATORS), "").set("value", list(3, WORDS));
            default -> filter("category", one(TEXT_OPERATORS), one(WORDS));
        };
    }

    private static ObjectNode filter(String field, String operator, String value) {
        return object().put("field", field).put("operator", operator).put("value", value);
    }

    private ObjectNode google() {
        ObjectNode list = object().put("inclusiveRuleOperator", one(List.of("AND", "OR")));
        list.set("inclusiveOperands", list(2, this::operand));
        if (random.nextInt(3) == 0) {
            list.set("exclusiveOperands", list(2, this::operand));
        }
        return list;
    }

    private ObjectNode operand() {
        ObjectNode rule = object().put("ruleType", one(List.of("OR_OF_ANDS", "AND_OF_ORS")));
        rule.set("ruleItemGroups", list(3, () -> object().set("ruleItems", list(3, this::item))));
        ObjectNode operand = object().put("lookbackWindowDays", "30");
        operand.set("rule", rule);
        return operand;
    }

    private ObjectNode item() {
        return switch (random.nextInt(4)) {
            case 0 -> item("size", "numberRuleItem", one(NUMBER_OPERATORS), one(NUMBERS));
            case 1 -> item("value", "numberRuleItem", one(NUMBER_OPERATORS), one(NUMBERS));
            case 2 -> item(one(List.of("url__", "ref_url__")), "stringRuleItem", string(), one(URLS.subList(1, 7)));
            default -> item("category", "stringRuleItem", string(), one(WORDS));
        };
    }

    private String string() {
        return (random.nextBoolean() ? "NOT_" : "") + one(STRING_OPERATORS);
    }

    private static ObjectNode item(String name, String kind, String operator, String value) {
        ObjectNode item = object().put("name", name);
        item.putObject(kind).put("operator", operator).put("value", value);
        return item;
    }

    private ArrayNode list(int max, Supplier<ObjectNode> each) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(max); i >= 0; i--) {
            list.add(each.get());
        }
        return list;
    }

    private ArrayNode list(int max, List<String> words) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(max); i >= 0; i--) {
            list.add(one(words));
        }
        return list;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
