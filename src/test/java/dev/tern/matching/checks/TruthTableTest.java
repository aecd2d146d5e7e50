package dev.tern.matching.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TruthTableTest {
    /** What a field holds, in the order of the columns below. */
    private enum Held {
        NOTHING,
        TEXT,
        TEXT_LIKE_A_NUMBER,
        NUMBER,
        FLAG,
        SENT_TEXT,
        SENT_NUMBER,
        SENT_FLAG,
        PIXEL,
        BOT
    }

    private record Row(Test test, String passes) {
        boolean passes(Held held) {
            int column = List.of(Held.values()).indexOf(held);
            return passes.replace(" ", "").charAt(column) == 'x';
        }
    }

    private static final List<Row> TABLE = List.of(
            //                                   nothing
            //                                   | text shop
            //                                   | | text 12.5
            //                                   | | | number 12.5
            //                                   | | | | flag true
            //                                   | | | | | untyped shop, 12.5, true
            //                                   | | | | | | | |  pixel, bot
            new Row(is(text("shop")), /*      */ "- x - - - x - -  - -"),
            new Row(is(text("Shop")), /*      */ "- - - - - - - -  - -"),
            new Row(is(text("12.5")), /*      */ "- - x - - - x -  - -"),
            new Row(is(text("true")), /*      */ "- - - - - - - x  - -"),
            new Row(is(text("pixel")), /*     */ "- - - - - - - -  x -"),
            new Row(is(number("12.5")), /*    */ "- - - x - - x -  - -"),
            new Row(is(number("12")), /*      */ "- - - - - - - -  - -"),
            new Row(is(new Value.Flag(true)), "- - - - x - - x  - -"),
            new Row(is(new Value.Flag(false)), "- - - - - - - -  - -"),
            new Row(is(text("shop"), text("bot")), "- x - - - x - -  - x"),
            new Row(is(number("1"), number("12.5")), "- - - x - - x -  - -"),
            new Row(is(text("shop"), number("12.5"), new Value.Flag(true)), "- x - x x x x x  - -"),
            new Row(new Test.StartsWith("sh"), "- x - - - x - -  - -"),
            new Row(new Test.StartsWith("12"), "- - x - - - x -  - -"),
            new Row(new Test.StartsWith("shopping"), "- - - - - - - -  - -"),
            new Row(new Test.EndsWith("op"), "- x - - - x - -  - -"),
            new Row(new Test.EndsWith(".5"), "- - x - - - x -  - -"),
            new Row(new Test.Contains("ho"), "- x - - - x - -  - -"),
            new Row(new Test.Contains("2."), "- - x - - - x -  - -"),
            new Row(new Test.Contains("HO"), "- - - - - - - -  - -"),
            new Row(new Test.Like("s*p"), "- x - - - x - -  - -"),
            new Row(new Test.Like("12?5"), "- - x - - - x -  - -"),
            new Row(new Test.Like("shop"), "- x - - - x - -  - -"),
            new Row(new Test.Like("*"), "- x x - - x x x  x x"),
            new Row(new Test.Like("?h*"), "- x - - - x - -  - -"),
            new Row(new Test.Like("b?t"), "- - - - - - - -  - x"),
            new Row(new Test.Matches("^s.o"), "- x - - - x - -  - -"),
            new Row(new Test.Matches("[0-9]"), "- - x - - - x -  - -"),
            new Row(new Test.Matches("^h"), "- - - - - - - -  - -"),
            new Row(new Test.AtLeast(decimal("12.5")), "- - - x - - x -  - -"),
            new Row(new Test.AtLeast(decimal("12.500001")), "- - - - - - - -  - -"),
            new Row(new Test.AtMost(decimal("12.5")), "- - - x - - x -  - -"),
            new Row(new Test.AtMost(decimal("12.499999")), "- - - - - - - -  - -"),
            new Row(new Test.Above(decimal("12.499999")), "- - - x - - x -  - -"),
            new Row(new Test.Above(decimal("12.5")), "- - - - - - - -  - -"),
            new Row(new Test.Below(decimal("12.500001")), "- - - x - - x -  - -"),
            new Row(new Test.Below(decimal("12.5")), "- - - - - - - -  - -"),
            new Row(new Test.Exists(true), "- x x x x x x x  x x"),
            new Row(new Test.Exists(false), "x - - - - - - -  - -"));

    @ParameterizedTest
    @MethodSource("cells")
    void passes(Field field, Held held, Test test, boolean passes) {
        Facts facts = new Facts().about(event(field, held));

        boolean counted = condition(new Where.Passes(field, test)).counts(facts);

        assertEquals(passes, counted);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void passesNoneOfExactlyWhereTheTestFails(Field field, Held held, Test test, boolean passes) {
        Facts facts = new Facts().about(event(field, held));

        boolean counted = condition(new Where.NoneOf(List.of(new Where.Passes(field, test))))
                .counts(facts);

        assertEquals(!passes, counted);
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Field.Kind.values())
                .map(kind -> new Field(kind, kind.takesName() ? "x" : ""))
                .flatMap(field -> held(field).stream().flatMap(held -> TABLE.stream()
                        .map(row -> Arguments.of(field, held, row.test(), row.passes(held)))));
    }

    private static List<Held> held(Field field) {
        return switch (field.kind()) {
            case URL, HOST, PATH, REFERRER, REFERRER_HOST, CURRENCY ->
                List.of(Held.NOTHING, Held.TEXT, Held.TEXT_LIKE_A_NUMBER);
            case QUERY, UTM -> List.of(Held.NOTHING, Held.SENT_TEXT, Held.SENT_NUMBER, Held.SENT_FLAG);
            case VALUE -> List.of(Held.NOTHING, Held.NUMBER);
            case SOURCE -> List.of(Held.PIXEL);
            case AGENT -> List.of(Held.BOT);
            case PROP ->
                List.of(
                        Held.NOTHING,
                        Held.TEXT,
                        Held.TEXT_LIKE_A_NUMBER,
                        Held.NUMBER,
                        Held.FLAG,
                        Held.SENT_TEXT,
                        Held.SENT_NUMBER,
                        Held.SENT_FLAG);
        };
    }

    private static Event event(Field field, Held held) {
        String text =
                switch (held) {
                    case NOTHING, PIXEL, BOT -> "";
                    case TEXT, SENT_TEXT -> "shop";
                    case TEXT_LIKE_A_NUMBER, NUMBER, SENT_NUMBER -> "12.5";
                    case FLAG, SENT_FLAG -> "true";
                };
        return switch (field.kind()) {
            case URL, PATH -> event(text, null, null, null);
            case HOST -> event("//" + text, null, null, null);
            case QUERY -> event("/?x=" + text, null, null, null);
            case UTM -> event("/?utm_x=" + text, null, null, null);
            case REFERRER -> event(null, text, null, null);
            case REFERRER_HOST -> event(null, "//" + text, null, null);
            case VALUE -> event(null, null, held == Held.NOTHING ? null : decimal(text), null);
            case CURRENCY -> event(null, null, null, text);
            case SOURCE -> event(null, null, null, null);
            case AGENT -> new Event("view", 0, null, null, null, null, null, Source.PIXEL, Agent.BOT, Map.of());
            case PROP ->
                new Event("view", 0, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, props(held, text));
        };
    }

    private static Map<String, Value> props(Held held, String text) {
        return switch (held) {
            case NOTHING -> Map.of();
            case NUMBER -> Map.of("x", number(text));
            case FLAG -> Map.of("x", new Value.Flag(true));
            case SENT_TEXT, SENT_NUMBER, SENT_FLAG -> Map.of("x", new Value.Untyped(text));
            case TEXT, TEXT_LIKE_A_NUMBER, PIXEL, BOT -> Map.of("x", text(text));
        };
    }

    private static Event event(
            @Nullable String url, @Nullable String referrer, @Nullable Decimal value, @Nullable String currency) {
        return new Event("view", 0, null, url, referrer, value, currency, Source.PIXEL, Agent.HUMAN, Map.of());
    }

    private static CompiledCondition condition(Where where) {
        return CompiledCondition.of(new Condition(List.of(), List.of(where)));
    }

    private static Test is(Value... values) {
        return new Test.Is(List.of(values));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value number(String text) {
        return new Value.Num(decimal(text));
    }

    private static Decimal decimal(String text) {
        return Decimal.parse(text).orElseThrow();
    }
}
