package dev.tern.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tern.Decimal;
import dev.tern.json.Place;
import dev.tern.rule.Field;
import dev.tern.rule.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * One foreign test of a field, to be said in Tern's words. What a text writes, a number or a flag, a property may also
 * be: both pixels send texts.
 *
 * @param operator where the foreign document says how the field is held against the value
 * @param value where it says against what
 */
record FieldTest(Field field, Place operator, Place value) {
    private static final BigDecimal NUMBER_MIN = new BigDecimal("-1000000000000");

    /** How a text lies in another: the name of Tern's test, and the same as a regular expression. */
    enum Lies {
        AS_A_WHOLE("is", "^", "$"),
        ANYWHERE("contains", "", ""),
        AT_THE_START("startsWith", "^", ""),
        AT_THE_END("endsWith", "", "$");

        private final String test;
        private final String before;
        private final String after;

        Lies(String test, String before, String after) {
            this.test = test;
            this.before = before;
            this.after = after;
        }
    }

    /** There is a value. */
    Clause exists() {
        return Clause.test(field.toString(), "exists", BooleanNode.TRUE);
    }

    /** There is a number: every one is at least the least. */
    Clause isNumber() {
        return field.kind().maybeText()
                ? Clause.test(
                        field.toString(),
                        "atLeast",
                        number(Decimal.of(NUMBER_MIN).orElseThrow()))
                : exists();
    }

    /** There is a value, of which that does not hold. */
    Clause existsBut(Clause clause) {
        return Clause.all(List.of(exists(), Clause.not(clause)));
    }

    /** It is the value. */
    Clause is() {
        return isAny(List.of(value));
    }

    /** It is one of a list. */
    Clause isAny() {
        return isAny(value.items(1, Limits.VALUES_MAX));
    }

    private Clause isAny(List<Place> values) {
        ArrayNode readings = JsonNodeFactory.instance.arrayNode();
        values.forEach(each -> addReadings(each, readings));
        return readable("is", readings.size() == 1 ? readings.get(0) : readings);
    }

    /** It is one of a list, upper or lower case. */
    Clause isAnyIgnoringCase() {
        requireTexts();
        return Clause.any(value.items(1, Limits.WHERES_MAX).stream()
                .map(each -> new FieldTest(field, operator, each).textIgnoringCase(Lies.AS_A_WHOLE))
                .toList());
    }

    /** The text lies in it. An empty one lies in every text. */
    Clause text(Lies lies) {
        requireTexts();
        String text = value.text(0, Limits.TEXT_CHARS_MAX);
        requireLowerCase(text, value);
        return text.isEmpty() && lies != Lies.AS_A_WHOLE ? exists() : readable(lies.test, new TextNode(text));
    }

    /** The text lies in it, upper or lower case. */
    Clause textIgnoringCase(Lies lies) {
        requireTexts();
        String text = value.text(0, Limits.TEXT_CHARS_MAX);
        String lower = text.toLowerCase(Locale.ROOT);
        if (field.kind().lowerCase() || lower.equals(text.toUpperCase(Locale.ROOT))) {
            return new FieldTest(field, operator, new Place(new TextNode(lower), value.pointer())).text(lies);
        }
        return readable("matches", new TextNode("(?i)" + lies.before + quoted(text) + lies.after));
    }

    /** Somewhere it matches the regular expression. */
    Clause matches() {
        requireTexts();
        return readable("matches", new TextNode(value.text(1, Limits.PATTERN_CHARS_MAX)));
    }

    /** It is a number, of which one of Tern's tests holds. */
    Clause number(String test) {
        if (!field.kind().maybeNumber()) {
            throw operator.refusal(field + " is a text, which is more or less than no number");
        }
        return readable(test, number(Figures.decimal(value)));
    }

    private Clause readable(String test, JsonNode against) {
        return ReadBack.clause(Clause.test(field.toString(), test, against), value);
    }

    private void requireTexts() {
        if (!field.kind().maybeText()) {
            throw operator.refusal(field + " is a number, which has no characters");
        }
    }

    private void requireLowerCase(String text, Place place) {
        if (field.kind().lowerCase() && !text.equals(text.toLowerCase(Locale.ROOT))) {
            throw place.refusal("lower case, as every host is");
        }
    }

    /** What the field may hold so that it is the value. A number is the text only where it would be written so. */
    private void addReadings(Place place, ArrayNode readings) {
        if (!field.kind().maybeText()) {
            readings.add(number(Figures.decimal(place)));
            return;
        }
        String text = words(place);
        requireLowerCase(text, place);
        readings.add(text);
        if (field.kind().maybeNumber()) {
            Decimal.parse(text)
                    .filter(number -> number.toString().equals(text))
                    .ifPresent(number -> readings.add(number(number)));
            if (text.equals("true") || text.equals("false")) {
                readings.add(text.equals("true"));
            }
        }
    }

    private static String words(Place place) {
        return switch (place.node().getNodeType()) {
            case NUMBER -> place.decimal().toString();
            case BOOLEAN -> place.node().asText();
            case STRING, ARRAY, BINARY, MISSING, NULL, OBJECT, POJO -> place.text(1, Limits.TEXT_CHARS_MAX);
        };
    }

    private static JsonNode number(Decimal number) {
        return DecimalNode.valueOf(new BigDecimal(number.toString()));
    }

    private static String quoted(String text) {
        return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
    }
}
