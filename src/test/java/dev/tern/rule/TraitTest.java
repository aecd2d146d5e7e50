package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraitTest {
    private static final Condition BUY = new Condition(List.of("buy"), List.of());

    /** These texts are stored: a change here makes Tern forget what it knows of visitors. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"buy","within":"1d"}                                           | [["buy"]]
            {"event":"buy","days":{"atLeast":2},"within":"7d"}                      | {"days":[["buy"]]}
            {"event":"buy","sum":{"of":"value","atLeast":2},"within":"7d"}          | {"sum":"value","of":[["buy"]]}
            {"event":"buy","sum":{"of":"props.a\\"b","atLeast":2},"within":"7d"}     | {"sum":"props.a\\"b","of":[["buy"]]}
            {"sequence":[{"event":"buy"}],"within":"7d"}                            | {"steps":[["buy"]]}
            """)
    void hasATextToStoreBy(String rule, String text) {
        assertEquals(text, traits(rule).getFirst().canonical());
    }

    @Test
    void isAnotherForEachWayToKeepOneCondition() {
        Set<String> texts = new HashSet<>();
        for (Trait trait : List.of(
                Trait.counted(BUY),
                Trait.onDays(BUY),
                Trait.inSequence(BUY),
                Trait.summed(BUY, new Field(Field.Kind.VALUE, "")),
                Trait.summed(BUY, new Field(Field.Kind.PROP, "value")),
                Trait.summed(BUY, new Field(Field.Kind.QUERY, "value")))) {
            texts.add(trait.canonical());
        }

        assertEquals(6, texts.size());
    }

    @Test
    void hasTheTextOfNoOther() {
        Map<String, Trait> byText = new HashMap<>();
        for (long seed = 0; seed < 2_000; seed++) {
            for (Trait trait : RandomRules.from(seed).traits()) {
                Trait same = byText.putIfAbsent(trait.canonical(), trait);
                assertTrue(same == null || same.equals(trait), "seed " + seed);
            }
        }
    }

    @Test
    void isSharedByRulesThatAskTheSame() {
        List<Trait> traits = traits("""
                {"all":[{"event":"buy","days":{"atLeast":2},"within":"7d"},
                  {"event":["buy"],"days":{"atMost":5},"within":"30d"},
                  {"sequence":[{"event":"buy"},{"event":"buy","after":"1h"}],"within":"7d"}]}""");

        assertEquals(List.of(Trait.onDays(BUY), Trait.inSequence(BUY)), traits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"buy","within":"1d"}                                                   | Times of buy.
            {"event":"buy","days":{"atLeast":2},"within":"7d"}                              | Days of buy.
            {"event":"buy","sum":{"of":"value","atLeast":2},"within":"7d"}                  | Times and value of buy.
            {"event":"*","sum":{"of":"props.a b","atLeast":2},"within":"7d"}                | Times and "props.a b" of anything.
            {"sequence":[{"event":"buy","where":{"path":"/x"}}],"within":"7d"}              | Times in sequence of buy where path is "/x".
            """)
    void saysWhatIsKeptOfWhichEvents(String rule, String description) {
        assertEquals(description, traits(rule).getFirst().description());
    }

    private static List<Trait> traits(String rule) {
        String body = "{\"name\":\"x\",\"rule\":%s}".formatted(rule);
        return Definition.read(Json.parse(body.getBytes(UTF_8))).rule().traits();
    }
}
