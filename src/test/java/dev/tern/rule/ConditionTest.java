package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Decimal;
import dev.tern.Value;
import dev.tern.json.Json;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":["b","a","b"]}                             | {"event":["a","b"]}
            {"event":"a","where":{"path":"/x","value":1}}       | {"event":["a"],"where":{"value":1.0,"path":["/x"]}}
            {"event":"a","where":{"path":["/y","/x","/y"]}}     | {"event":"a","where":{"path":{"is":["/x","/y"]}}}
            {"event":"a","where":{"path":{"like":"*","exists":true}}} | {"event":"a","where":{"path":{"exists":true,"like":"*"}}}
            {"event":"a","where":{"host":"A.example"}}          | {"event":"a","where":{"host":"a.EXAMPLE"}}
            {"event":"a","where":{"anyOf":[{"path":"/x"}]}}     | {"event":"a","where":{"path":"/x"}}
            {"event":"a","where":{"anyOf":[{"path":"/x"},{"path":"/y"},{"path":"/x"}]}} | {"event":"a","where":{"anyOf":[{"path":"/y"},{"path":"/x"}]}}
            {"event":"a","where":{"anyOf":[{"anyOf":[{"path":"/x"},{"path":"/y"}]},{"value":1}]}} | {"event":"a","where":{"anyOf":[{"path":"/x"},{"path":"/y"},{"value":1}]}}
            {"event":"a","where":{"noneOf":[{"anyOf":[{"path":"/x"},{"path":"/y"}]}]}} | {"event":"a","where":{"noneOf":[{"path":"/y"},{"path":"/x"}]}}
            {"event":"a","where":{"noneOf":[{"noneOf":[{"path":"/x"}]}]}} | {"event":"a","where":{"path":"/x"}}
            {"event":"a","where":{"noneOf":[{"path":"/x"}],"anyOf":[{"noneOf":[{"path":"/y"}]}]}} | {"event":"a","where":{"noneOf":[{"path":"/x"},{"path":"/y"}]}}
            {"event":"a","where":{"path":"/x","anyOf":[{"path":"/x"}]}} | {"event":"a","where":{"path":"/x"}}
            """)
    void isTheSameHoweverItIsWritten(String one, String other) {
        assertEquals(read(one), read(other));
        assertEquals(
                Trait.counted(read(one)).canonical(), Trait.counted(read(other)).canonical());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"a"}                                       | {"event":"*"}
            {"event":"a"}                                       | {"event":["a","b"]}
            {"event":"a","where":{"query.q":1}}                 | {"event":"a","where":{"query.q":"1"}}
            {"event":"a","where":{"query.q":true}}              | {"event":"a","where":{"query.q":"true"}}
            {"event":"a","where":{"path":"/x"}}                 | {"event":"a","where":{"noneOf":[{"path":"/x"}]}}
            {"event":"a","where":{"path":{"startsWith":"/x"}}}  | {"event":"a","where":{"path":{"contains":"/x"}}}
            {"event":"a","where":{"path":"/X"}}                 | {"event":"a","where":{"path":"/x"}}
            {"event":"a","where":{"anyOf":[{"path":"/x"},{"value":1}]}} | {"event":"a","where":{"path":"/x","value":1}}
            {"event":"a","where":{"path":"\\",\\"/x"}}            | {"event":"a","where":{"path":["","/x"]}}
            """)
    void differsWhereItMeansSomethingElse(String one, String other) {
        Condition first = read(one);
        Condition second = other.contains("\"\"")
                ? new Condition(
                        List.of("a"),
                        List.of(new Passes(
                                new Field(Field.Kind.PATH, ""),
                                new dev.tern.rule.Test.Is(List.of(new Value.Text(""), new Value.Text("/x"))))))
                : read(other);

        assertNotEquals(first, second);
        assertNotEquals(Trait.counted(first).canonical(), Trait.counted(second).canonical());
    }

    /** These texts are stored: a change here makes Tern forget what it knows of visitors. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"*"}                                       | [[]]
            {"event":["b","a"]}                                 | [["a","b"]]
            {"event":"a","where":{"path":{"startsWith":"/cart"},"value":{"atLeast":100.50}}} | [["a"],["path","startsWith","/cart"],["value","atLeast",100.5]]
            {"event":"a","where":{"props.x y":[true,1000000,"é\\""]}} | [["a"],["props.x y","is","é\\"",1000000,true]]
            {"event":"a","where":{"anyOf":[{"path":"/y"},{"path":{"endsWith":"x"},"url":{"exists":false}}],"noneOf":[{"agent":"bot"}]}} | [["a"],["anyOf",["allOf",["path","endsWith","x"],["url","exists",false]],["path","is","/y"]],["noneOf",["agent","is","bot"]]]
            {"event":"a","where":{"value":{"atMost":999999999999,"above":-0.000001,"below":1e2},"path":{"like":"*","contains":"b","matches":"c"}}} | [["a"],["path","contains","b"],["path","like","*"],["path","matches","c"],["value","above",-0.000001],["value","atMost",999999999999],["value","below",100]]
            """)
    void hasATextToStoreBy(String json, String text) {
        assertEquals(text, Trait.counted(read(json)).canonical());
    }

    @Test
    void knowsWhichFieldsItAsksAbout() {
        Condition condition = read("""
                {"event":"a","where":{"anyOf":[{"path":"/x"},{"noneOf":[{"agent":"bot","value":1}]}]}}""");

        assertTrue(condition.asksAbout(Field.Kind.AGENT));
        assertTrue(condition.asksAbout(Field.Kind.PATH));
        assertFalse(condition.asksAbout(Field.Kind.URL));
        assertFalse(read("{\"event\":\"a\"}").asksAbout(Field.Kind.AGENT));
    }

    @Test
    void refusesToBeBuiltWrong() {
        assertThrows(IllegalArgumentException.class, () -> new AllOf(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new AnyOf(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new NoneOf(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new dev.tern.rule.Test.Is(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new dev.tern.rule.Test.Is(List.of(new Value.Untyped("x"))));
    }

    @Test
    void isNormalAlready() {
        for (long seed = 0; seed < 500; seed++) {
            for (Condition condition : RandomRules.conditions(seed)) {
                assertEquals(condition, new Condition(condition.names(), condition.where()), "seed " + seed);
            }
        }
    }

    @Test
    void keepsItsMeaningAndForgetsItsOrder() {
        for (long seed = 0; seed < 1_000; seed++) {
            List<Where> wheres = List.of(where(new SplittableRandom(seed), 4));

            var normal = new Condition(List.of(), wheres);
            var shuffled = new Condition(List.of(), shuffled(wheres, new Random(seed)));

            assertEquals(normal, shuffled, "seed " + seed);
            assertEquals(
                    Trait.counted(normal).canonical(), Trait.counted(shuffled).canonical(), "seed " + seed);
            assertEquals(normal, new Condition(List.of(), normal.where()), "seed " + seed);
            for (int world = 0; world < 16; world++) {
                assertEquals(hold(wheres, world), hold(normal.where(), world), "seed " + seed);
            }
        }
    }

    @Test
    void hasTheTextOfNoOther() {
        Map<String, Condition> byText = new HashMap<>();
        for (long seed = 0; seed < 1_000; seed++) {
            for (Condition condition : RandomRules.conditions(seed)) {
                Condition same = byText.putIfAbsent(Trait.counted(condition).canonical(), condition);
                assertTrue(same == null || same.equals(condition), "seed " + seed);
            }
        }
    }

    private static Where where(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth == 0 ? 1 : 4);
        if (kind == 0) {
            var number = new Decimal(random.nextInt(4) * 1_000_000L);
            return new Passes(new Field(Field.Kind.VALUE, ""), new dev.tern.rule.Test.AtLeast(number));
        }
        List<Where> wheres = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            wheres.add(where(random, depth - 1));
        }
        return kind == 1 ? new AllOf(wheres) : kind == 2 ? new AnyOf(wheres) : new NoneOf(wheres);
    }

    private static List<Where> shuffled(List<Where> wheres, Random random) {
        List<Where> shuffled = new ArrayList<>();
        for (Where where : wheres) {
            shuffled.add(
                    switch (where) {
                        case Passes passes -> passes;
                        case AllOf(var inner) -> new AllOf(shuffled(inner, random));
                        case AnyOf(var inner) -> new AnyOf(List.of(new AnyOf(shuffled(inner, random))));
                        case NoneOf(var inner) -> new AllOf(List.of(new NoneOf(shuffled(inner, random))));
                    });
        }
        shuffled.add(shuffled.getFirst());
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Whether all hold in a world where a bit says whether each test passes. */
    private static boolean hold(List<Where> wheres, int world) {
        return wheres.stream().allMatch(where -> holds(where, world));
    }

    private static boolean holds(Where where, int world) {
        return switch (where) {
            case Passes passes ->
                passes.test() instanceof dev.tern.rule.Test.AtLeast(var number)
                        && (world >> (number.micros() / 1_000_000) & 1) == 1;
            case AllOf(var inner) -> hold(inner, world);
            case AnyOf(var inner) -> inner.stream().anyMatch(each -> holds(each, world));
            case NoneOf(var inner) -> inner.stream().noneMatch(each -> holds(each, world));
        };
    }

    private static Condition read(String count) {
        String rule = count.substring(0, count.length() - 1) + ",\"within\":\"1d\"}";
        String body = "{\"name\":\"x\",\"rule\":%s}".formatted(rule);
        return Definition.read(Json.parse(body.getBytes(UTF_8)))
                .rule()
                .traits()
                .getFirst()
                .condition();
    }
}
