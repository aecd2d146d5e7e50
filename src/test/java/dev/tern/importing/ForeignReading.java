package dev.tern.importing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Value;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a foreign rule is true of events that all lie in its windows, word for word as its documentation says. */
final class ForeignReading {
    private final List<Event> events;

    ForeignReading(List<Event> events) {
        this.events = events;
    }

    boolean isTrue(Origin origin, JsonNode document) {
        return switch (origin) {
            case META -> meta(document);
            case GOOGLE -> google(document);
        };
    }

    private boolean meta(JsonNode document) {
        return ruleSet(document.get("inclusions"))
                && !(document.has("exclusions") && ruleSet(document.get("exclusions")));
    }

    private boolean ruleSet(JsonNode set) {
        return together(set.get("operator").textValue(), set.get("rules"), this::rule);
    }

    private boolean rule(JsonNode rule) {
        List<Event> matched = events.stream()
                .filter(event -> filter(rule.get("filter"), event))
                .toList();
        return !matched.isEmpty() && (!rule.has("aggregation") || aggregation(rule.get("aggregation"), matched));
    }

    private static boolean aggregation(JsonNode aggregation, List<Event> matched) {
        String type = aggregation.get("type").textValue();
        Stream<BigDecimal> numbers = matched.stream()
                .flatMap(event -> metaParameter(event, aggregation.path("field").asText()).stream())
                .flatMap(text -> number(text).stream());
        Optional<BigDecimal> aggregate =
                switch (type) {
                    case "count" -> Optional.of(new BigDecimal(matched.size()));
                    case "sum" -> numbers.reduce(BigDecimal::add);
                    case "min" -> numbers.reduce(BigDecimal::min);
                    default -> numbers.reduce(BigDecimal::max);
                };
        String operator = aggregation.get("operator").textValue();
        BigDecimal value = new BigDecimal(aggregation.get("value").asText());
        return aggregate
                .filter(found -> compare(operator, found.compareTo(value)))
                .isPresent();
    }

    private static boolean filter(JsonNode filter, Event event) {
        String operator = filter.get("operator").textValue();
        if (filter.has("filters")) {
            return together(operator, filter.get("filters"), each -> filter(each, event));
        }
        return metaParameter(event, filter.get("field").textValue())
                .filter(parameter -> metaTest(operator, parameter, filter.get("value")))
                .isPresent();
    }

    /** As the tables of operators say it, of a parameter that is there. */
    private static boolean metaTest(String operator, String parameter, JsonNode value) {
        String text = value.asText();
        String lower = parameter.toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "eq", "=" -> equal(parameter, text);
            case "!=" -> !equal(parameter, text);
            case "contains" -> parameter.contains(text);
            case "not_contains" -> !parameter.contains(text);
            case "i_contains" -> lower.contains(text.toLowerCase(Locale.ROOT));
            case "i_not_contains" -> !lower.contains(text.toLowerCase(Locale.ROOT));
            case "starts_with" -> parameter.startsWith(text);
            case "i_starts_with" -> lower.startsWith(text.toLowerCase(Locale.ROOT));
            case "is_any" -> any(value, parameter, String::equals);
            case "is_not_any" -> !any(value, parameter, String::equals);
            case "i_is_any" -> any(value, parameter, String::equalsIgnoreCase);
            case "i_is_not_any" -> !any(value, parameter, String::equalsIgnoreCase);
            case "regex_match" -> Pattern.compile(text).matcher(parameter).find();
            default ->
                number(parameter)
                        .filter(number -> compare(operator, number.compareTo(new BigDecimal(text))))
                        .isPresent();
        };
    }

    private static boolean any(JsonNode list, String parameter, BiPredicate<String, String> equal) {
        return list.valueStream().anyMatch(each -> equal.test(each.textValue(), parameter));
    }

    private static boolean compare(String operator, int order) {
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case ">=" -> order >= 0;
            case ">", "gt" -> order > 0;
            case "<=", "lte" -> order <= 0;
            default -> order < 0;
        };
    }

    private static Optional<String> metaParameter(Event event, String name) {
        return switch (name) {
            case "event" -> Optional.of(event.name().equals("page_view") ? "PageView" : event.name());
            case "url" -> Optional.ofNullable(event.url());
            case "domain" -> uri(event.url()).map(URI::getHost);
            case "path" -> uri(event.url()).map(uri -> uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
            default -> parameter(event, name);
        };
    }

    private boolean google(JsonNode list) {
        String operator = list.get("inclusiveRuleOperator").textValue().toLowerCase(Locale.ROOT);
        return together(operator, list.get("inclusiveOperands"), this::operand)
                && list.path("exclusiveOperands").valueStream().noneMatch(this::operand);
    }

    private boolean operand(JsonNode operand) {
        JsonNode rule = operand.get("rule");
        boolean everyGroup = rule.get("ruleType").textValue().equals("AND_OF_ORS");
        return events.stream()
                .anyMatch(event -> together(
                        everyGroup ? "and" : "or",
                        rule.get("ruleItemGroups"),
                        group -> together(
                                everyGroup ? "or" : "and", group.get("ruleItems"), item -> item(item, event))));
    }

    private static boolean item(JsonNode item, Event event) {
        Optional<String> variable =
                switch (item.get("name").textValue()) {
                    case "url__" -> Optional.ofNullable(event.url());
                    case "ref_url__" -> Optional.ofNullable(event.referrer());
                    case String name -> parameter(event, name);
                };
        return variable.filter(found -> item.has("stringRuleItem")
                        ? string(item.get("stringRuleItem"), found)
                        : number(item.get("numberRuleItem"), found))
                .isPresent();
    }

    private static boolean string(JsonNode item, String variable) {
        String operator = item.get("operator").textValue();
        String value = item.get("value").textValue();
        boolean holds =
                switch (operator.replaceFirst("^NOT_", "")) {
                    case "CONTAINS" -> variable.contains(value);
                    case "EQUALS" -> variable.equals(value);
                    case "STARTS_WITH" -> variable.startsWith(value);
                    default -> variable.endsWith(value);
                };
        return holds != operator.startsWith("NOT_");
    }

    private static boolean number(JsonNode item, String variable) {
        Optional<Integer> order = number(variable)
                .map(number -> number.compareTo(new BigDecimal(item.get("value").asText())));
        return switch (item.get("operator").textValue()) {
            case "GREATER_THAN" -> order.filter(sign -> sign > 0).isPresent();
            case "GREATER_THAN_OR_EQUAL" -> order.filter(sign -> sign >= 0).isPresent();
            case "EQUALS" -> order.filter(sign -> sign == 0).isPresent();
            case "NOT_EQUALS" -> order.filter(sign -> sign != 0).isPresent();
            case "LESS_THAN" -> order.filter(sign -> sign < 0).isPresent();
            default -> order.filter(sign -> sign <= 0).isPresent();
        };
    }

    /** As the pixels send it: as a text. */
    private static Optional<String> parameter(Event event, String name) {
        if (name.equals("value")) {
            return Optional.ofNullable(event.value()).map(Decimal::toString);
        }
        return Optional.ofNullable(event.props().get(name)).map(value -> switch (value) {
            case Value.Text(var text) -> text;
            case Value.Untyped(var text) -> text;
            case Value.Num(var number) -> number.toString();
            case Value.Flag(var flag) -> String.valueOf(flag);
        });
    }

    private static boolean equal(String parameter, String value) {
        return parameter.equals(value)
                || number(parameter)
                        .flatMap(one -> number(value).filter(other -> one.compareTo(other) == 0))
                        .isPresent();
    }

    private static boolean together(String operator, JsonNode all, Predicate<JsonNode> each) {
        return operator.equals("and")
                ? all.valueStream().allMatch(each)
                : all.valueStream().anyMatch(each);
    }

    private static Optional<URI> uri(@Nullable String url) {
        return Optional.ofNullable(url).map(URI::create);
    }

    private static Optional<BigDecimal> number(String text) {
        return Decimal.parse(text).map(number -> new BigDecimal(number.toString()));
    }
}
