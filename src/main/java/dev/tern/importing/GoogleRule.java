package dev.tern.importing;

import static dev.tern.importing.FieldTest.Lies.ANYWHERE;
import static dev.tern.importing.FieldTest.Lies.AT_THE_END;
import static dev.tern.importing.FieldTest.Lies.AT_THE_START;

import dev.tern.json.Place;
import dev.tern.rule.Field;
import dev.tern.rule.Field.Kind;
import dev.tern.rule.Limits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a {@code UserListRuleInfo} of the Google Ads API: what must hold of one firing of the tag, whatever event it
 * names. A variable that is missing passes no test, negative ones included.
 */
final class GoogleRule {
    private static final int ITEMS_MAX = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_[^\\x00-\\x7F]][A-Za-z0-9_[^\\x00-\\x7F]]*");

    private GoogleRule() {}

    static Clause read(Place place) {
        ProtoMembers members = new ProtoMembers(place);
        boolean everyGroup = members.optional("ruleType")
                .map(type -> type.oneOf(List.of("OR_OF_ANDS", "AND_OF_ORS", "UNSPECIFIED")))
                .filter("AND_OF_ORS"::equals)
                .isPresent();
        List<Place> groups = members.required("ruleItemGroups").items(1, ITEMS_MAX);
        members.nothingElse();
        List<Clause> clauses =
                groups.stream().map(group -> group(group, !everyGroup)).toList();
        return ReadBack.clause(together(clauses, everyGroup), place);
    }

    private static Clause group(Place place, boolean every) {
        ProtoMembers members = new ProtoMembers(place);
        List<Place> items = members.required("ruleItems").items(1, ITEMS_MAX);
        members.nothingElse();
        return together(items.stream().map(GoogleRule::item).toList(), every);
    }

    private static Clause together(List<Clause> clauses, boolean every) {
        return every ? Clause.all(clauses) : Clause.any(clauses);
    }

    private static Clause item(Place place) {
        ProtoMembers members = new ProtoMembers(place);
        Optional<Place> name = members.optional("name");
        Optional<Place> string = members.optional("stringRuleItem");
        Optional<Place> number = members.optional("numberRuleItem");
        members.optional("dateRuleItem").ifPresent(date -> {
            throw date.refusal("a string or a number: Tern compares no dates");
        });
        members.nothingElse();
        if (string.isPresent() == number.isPresent()) {
            throw place.refusal("a stringRuleItem or a numberRuleItem");
        }
        Field field = field(name.orElseGet(() -> members.required("name")));
        return string.map(item -> string(test(field, item)))
                .or(() -> number.map(item -> number(test(field, item))))
                .orElseThrow();
    }

    private static Field field(Place place) {
        String name = place.text(1, Limits.FIELD_NAME_CHARS_MAX);
        if (!NAME.matcher(name).matches()) {
            throw place.refusal("letters, digits and _, no digit in front");
        }
        return switch (name) {
            case "url__" -> new Field(Kind.URL, "");
            case "ref_url__" -> new Field(Kind.REFERRER, "");
            case "value" -> new Field(Kind.VALUE, "");
            case "currency" -> new Field(Kind.CURRENCY, "");
            case "event" ->
                throw place.refusal(
                        "another variable: event is the name of an event to some tags, a parameter to others");
            default -> new Field(Kind.PROP, name);
        };
    }

    private static FieldTest test(Field field, Place item) {
        ProtoMembers members = new ProtoMembers(item);
        FieldTest test = new FieldTest(field, members.required("operator"), members.required("value"));
        members.nothingElse();
        return test;
    }

    private static Clause string(FieldTest test) {
        test.value().text(1, Limits.TEXT_CHARS_MAX);
        String operator = test.operator().text(1, 100);
        return switch (operator) {
            case "EQUALS" -> equalTo(test);
            case "NOT_EQUALS" -> test.existsBut(equalTo(test));
            case "CONTAINS" -> test.text(ANYWHERE);
            case "NOT_CONTAINS" -> test.existsBut(test.text(ANYWHERE));
            case "STARTS_WITH" -> test.text(AT_THE_START);
            case "NOT_STARTS_WITH" -> test.existsBut(test.text(AT_THE_START));
            case "ENDS_WITH" -> test.text(AT_THE_END);
            case "NOT_ENDS_WITH" -> test.existsBut(test.text(AT_THE_END));
            default ->
                throw test.operator()
                        .refusal("one of EQUALS, CONTAINS, STARTS_WITH, ENDS_WITH,"
                                + " NOT_EQUALS, NOT_CONTAINS, NOT_STARTS_WITH, NOT_ENDS_WITH");
        };
    }

    private static Clause equalTo(FieldTest test) {
        if (!test.field().kind().maybeText()) {
            throw test.operator().refusal(test.field() + " is a number: ask for it by a numberRuleItem");
        }
        return test.is();
    }

    private static Clause number(FieldTest test) {
        return switch (test.operator().text(1, 100)) {
            case "EQUALS" -> test.number("is");
            case "NOT_EQUALS" -> Clause.any(List.of(test.number("above"), test.number("below")));
            case "GREATER_THAN" -> test.number("above");
            case "GREATER_THAN_OR_EQUAL" -> test.number("atLeast");
            case "LESS_THAN" -> test.number("below");
            case "LESS_THAN_OR_EQUAL" -> test.number("atMost");
            default ->
                throw test.operator()
                        .refusal("one of EQUALS, NOT_EQUALS, GREATER_THAN, GREATER_THAN_OR_EQUAL,"
                                + " LESS_THAN, LESS_THAN_OR_EQUAL");
        };
    }
}
