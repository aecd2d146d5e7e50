package dev.tern.importing;

import static dev.tern.importing.FieldTest.Lies.ANYWHERE;
import static dev.tern.importing.FieldTest.Lies.AT_THE_START;

import dev.tern.json.Place;
import dev.tern.rule.Field;
import dev.tern.rule.Field.Kind;
import dev.tern.rule.Limits;
import java.util.regex.Pattern;

/** What Meta's filters can ask of an event, its name apart. A parameter that is missing passes no test, negative ones included. */
final class MetaFields {
    /** PCRE and RE2 both read it, but not as the same. */
    private static final Pattern VERTICAL_SPACE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\v");

    private MetaFields() {}

    static Field field(Place place) {
        String name = place.text(1, Limits.FIELD_NAME_CHARS_MAX);
        return switch (name) {
            case "url" -> new Field(Kind.URL, "");
            case "domain" -> new Field(Kind.HOST, "");
            case "path" -> new Field(Kind.PATH, "");
            case "value" -> new Field(Kind.VALUE, "");
            case "currency" -> new Field(Kind.CURRENCY, "");
            case "device_type" -> throw place.refusal("a field that Tern knows: it keeps no devices");
            case "content_ids", "contents" ->
                throw place.refusal("a parameter with one value: Tern's properties are no lists");
            default -> new Field(Kind.PROP, name);
        };
    }

    static Clause clause(Place field, Place operator, Place value) {
        FieldTest test = new FieldTest(field(field), operator, value);
        return switch (operator.text(1, 100)) {
            case "=", "eq" -> test.is();
            case "!=", "neq" -> test.existsBut(test.is());
            case ">", "gt" -> test.number("above");
            case ">=", "gte" -> test.number("atLeast");
            case "<", "lt" -> test.number("below");
            case "<=", "lte" -> test.number("atMost");
            case "contains" -> test.text(ANYWHERE);
            case "not_contains" -> test.existsBut(test.text(ANYWHERE));
            case "i_contains" -> test.textIgnoringCase(ANYWHERE);
            case "i_not_contains" -> test.existsBut(test.textIgnoringCase(ANYWHERE));
            case "starts_with" -> test.text(AT_THE_START);
            case "i_starts_with" -> test.textIgnoringCase(AT_THE_START);
            case "is_any" -> test.isAny();
            case "is_not_any" -> test.existsBut(test.isAny());
            case "i_is_any" -> test.isAnyIgnoringCase();
            case "i_is_not_any" -> test.existsBut(test.isAnyIgnoringCase());
            case "regex_match" -> matches(test);
            default ->
                throw operator.refusal("one of =, !=, >, >=, <, <=, contains, not_contains, i_contains, i_not_contains,"
                        + " starts_with, i_starts_with, is_any, is_not_any, i_is_any, i_is_not_any, regex_match");
        };
    }

    private static Clause matches(FieldTest test) {
        Clause clause = test.matches();
        if (VERTICAL_SPACE.matcher(test.value().node().asText()).find()) {
            throw test.value().refusal("no \\v: it stands for one character in RE2, for several in PCRE");
        }
        return clause;
    }
}
