package dev.tern.rule;

import static dev.tern.rule.Limits.PATTERN_CHARS_MAX;
import static dev.tern.rule.Limits.TEXT_CHARS_MAX;
import static dev.tern.rule.Limits.VALUES_MAX;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.json.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads what a field is held against, and refuses what could never be true of the field. */
final class TestReader {
    private static final String OF_TEXTS = "is, startsWith, endsWith, contains, like, matches";
    private static final String OF_NUMBERS = "is, atLeast, atMost, above, below";
    private static final String TESTS = OF_TEXTS + ", atLeast, atMost, above, below, exists";
    private static final List<String> SOURCES =
            Arrays.stream(Source.values()).map(Source::text).toList();
    private static final List<String> AGENTS =
            Arrays.stream(Agent.values()).map(Agent::text).toList();

    private final Terms terms;

    TestReader(Terms terms) {
        this.terms = terms;
    }

    List<Test> tests(Field field, Place place) {
        if (!place.node().isObject()) {
            return List.of(is(field, place));
        }
        List<Test> tests = place.members().each().entrySet().stream()
                .map(member -> test(field, member.getKey(), member.getValue()))
                .toList();
        if (tests.isEmpty()) {
            throw place.refusal("at least one test");
        }
        return tests;
    }

    private Test test(Field field, String test, Place place) {
        if (test.equals("is")) {
            return is(field, place);
        }
        terms.take(place);
        return switch (test) {
            case "startsWith" -> new Test.StartsWith(text(field, place, TEXT_CHARS_MAX));
            case "endsWith" -> new Test.EndsWith(text(field, place, TEXT_CHARS_MAX));
            case "contains" -> new Test.Contains(text(field, place, TEXT_CHARS_MAX));
            case "like" -> new Test.Like(text(field, place, PATTERN_CHARS_MAX));
            case "matches" -> new Test.Matches(expression(field, place));
            case "atLeast" -> new Test.AtLeast(number(field, place));
            case "atMost" -> new Test.AtMost(number(field, place));
            case "above" -> new Test.Above(number(field, place));
            case "below" -> new Test.Below(number(field, place));
            case "exists" -> new Test.Exists(place.flag());
            default -> throw place.refusal("not a test; tests: " + TESTS);
        };
    }

    private Test is(Field field, Place place) {
        List<Place> places = place.node().isArray() ? place.items(1, VALUES_MAX) : List.of(place);
        return new Test.Is(places.stream().map(item -> value(field, item)).toList());
    }

    private Value value(Field field, Place place) {
        terms.take(place);
        return switch (field.kind()) {
            case AGENT -> new Value.Text(place.oneOf(AGENTS));
            case SOURCE -> new Value.Text(place.oneOf(SOURCES));
            case VALUE -> new Value.Num(place.decimal());
            case URL, HOST, PATH, REFERRER, REFERRER_HOST, CURRENCY ->
                new Value.Text(text(field, place, TEXT_CHARS_MAX));
            case QUERY, UTM, PROP ->
                switch (place.node().getNodeType()) {
                    case STRING -> new Value.Text(text(field, place, TEXT_CHARS_MAX));
                    case NUMBER -> new Value.Num(place.decimal());
                    case BOOLEAN -> new Value.Flag(place.flag());
                    case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO ->
                        throw place.refusal("a text, a number, true or false");
                };
        };
    }

    private static String text(Field field, Place place, int charsMax) {
        requireTexts(field, place);
        String text = place.text(1, charsMax);
        return field.kind().lowerCase() ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static String expression(Field field, Place place) {
        requireTexts(field, place);
        String expression = place.text(1, PATTERN_CHARS_MAX);
        Expressions.whatIsWrong(expression).ifPresent(reason -> {
            throw place.refusal(reason);
        });
        return expression;
    }

    private static void requireTexts(Field field, Place place) {
        if (!field.kind().maybeText()) {
            throw place.refusal("%s is a number; its tests: %s, exists".formatted(field, OF_NUMBERS));
        }
    }

    private static Decimal number(Field field, Place place) {
        if (!field.kind().maybeNumber()) {
            throw place.refusal("%s is a text; its tests: %s, exists".formatted(field, OF_TEXTS));
        }
        return place.decimal();
    }
}
