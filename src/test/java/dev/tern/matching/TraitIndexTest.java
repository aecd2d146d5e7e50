package dev.tern.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import dev.tern.rule.Test.AtLeast;
import dev.tern.rule.Test.AtMost;
import dev.tern.rule.Test.Below;
import dev.tern.rule.Test.Contains;
import dev.tern.rule.Test.EndsWith;
import dev.tern.rule.Test.Is;
import dev.tern.rule.Test.Like;
import dev.tern.rule.Test.Matches;
import dev.tern.rule.Test.StartsWith;
import dev.tern.rule.Where;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraitIndexTest {
    private final Facts facts = new Facts();
    private final Found found = new Found();

    @Test
    void findsWhatHoldingEachConditionAgainstTheEventFinds() {
        long hits = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new RandomMatches(seed);
            List<Condition> conditions = random.conditions();
            Event event = random.event();

            List<Integer> traits = traits(conditions, event);

            assertEquals(NaiveMatch.traits(conditions, event), traits, "seed " + seed);
            hits += traits.size();
        }
        assertTrue(hits > 20_000, "few hits: " + hits);
    }

    @Test
    void dropsNoAgentThatAConditionCounts() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new RandomMatches(seed);
            List<Condition> conditions = random.conditions();
            Event event = random.event();

            boolean asked = new TraitIndex(conditions).asksAgent(event.agent());

            assertTrue(asked || NaiveMatch.traits(conditions, event).isEmpty(), "seed " + seed);
        }
    }

    @Test
    void findsNothingWithoutConditions() {
        assertEquals(List.of(), traits(List.of(), view("/cart")));
    }

    @Test
    void findsATraitOnceWhereSeveralKeysLeadToIt() {
        Condition condition = viewsOf(new Where.AnyOf(List.of(is("path", "/cart"), is("query.x", "1"))));

        assertEquals(List.of(0), traits(List.of(condition), view("/cart?x=1")));
    }

    @Test
    void findsTraitsInAscendingOrder() {
        List<Condition> conditions = List.of(
                viewsOf(is("query.x", "1")), viewsOf(is("path", "/other")), viewsOf(is("path", "/cart")), viewsOf());

        assertEquals(List.of(0, 2, 3), traits(conditions, view("/cart?x=1")));
    }

    @Test
    void findsEachOfTwoTraitsWithOneCondition() {
        assertEquals(List.of(0, 1), traits(List.of(viewsOf(), viewsOf()), view("/cart")));
    }

    @Test
    void findsTheTraitsOfAnotherRuleSetWithTheSameBuffers() {
        List<Condition> many = IntStream.range(0, 200).mapToObj(_ -> viewsOf()).toList();
        traits(many, view("/cart"));

        assertEquals(List.of(0), traits(List.of(viewsOf()), view("/cart")));
    }

    @ParameterizedTest
    @MethodSource("manyOfAKind")
    void holdsFewOfManyConditionsAgainstAnEvent(List<Condition> conditions) {
        var event = new Event(
                "view",
                0,
                null,
                "https://shop.example/shoes-77/red?sku=s77&utm_source=m77",
                "https://ref-77.example/",
                null,
                null,
                Source.PIXEL,
                Agent.HUMAN,
                Map.of("brand", new Value.Untyped("b77"), "size", new Value.Num(new Decimal(77))));

        List<Integer> traits = traits(conditions, event);

        assertEquals(List.of(77), traits);
        assertTrue(found.held() <= 3, () -> found.held() + " of " + conditions.size());
    }

    static Stream<List<Condition>> manyOfAKind() {
        return Stream.of(
                many(n -> List.of(is("host", "shop.example"), is("path", "/shoes-" + n + "/red"))),
                many(n -> List.of(is("host", "shop.example"), passes("path", new StartsWith("/shoes-" + n + "/")))),
                many(n -> List.of(passes("url", new StartsWith("https://shop.example/shoes-" + n + "/")))),
                many(n -> List.of(passes("path", new Like("/shoes-" + n + "/*d")))),
                many(n -> List.of(passes("url", new Contains("-" + n + "/re")))),
                many(n -> List.of(passes("path", new EndsWith("-" + n + "/red")))),
                many(n -> List.of(passes("path", new Like("*-" + n + "/?ed")))),
                many(n -> List.of(passes("path", new Matches("^/shoes-" + n + "/(red|green)$")))),
                many(n -> List.of(passes("url", new Matches("(?i)SHOES-" + n + "/[a-z]+|hats-" + n + "/[a-z]+")))),
                many(n -> List.of(
                        passes("props.size", new AtLeast(new Decimal(n))),
                        passes("props.size", new Below(new Decimal(n + 1))))),
                many(n -> List.of(passes("props.size", new AtMost(new Decimal(n == 77 ? 77 : n % 77))))),
                many(n -> List.of(is("query.sku", "s" + n), passes("url", new Matches("red")))),
                many(n -> List.of(is("utm.source", "m" + n), is("source", "pixel"))),
                many(n -> List.of(is("referrer.host", "ref-" + n + ".example"))),
                many(n -> List.of(is("props.brand", "b" + n))),
                many(n -> List.of(passes("props.size", new Is(List.of(new Value.Num(new Decimal(n))))))),
                many(n -> List.of(
                        new Where.AnyOf(List.of(is("path", "/shoes-" + n + "/red"), is("query.sku", "t" + n))),
                        new Where.NoneOf(List.of(is("query.preview", "1"))))));
    }

    private static List<Condition> many(IntFunction<List<Where>> where) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> new Condition(List.of("view"), where.apply(number)))
                .toList();
    }

    @Test
    void asksOnlyForTheAgentsThatAConditionCounts() {
        var index = new TraitIndex(List.of(viewsOf(is("agent", "bot")), viewsOf()));

        assertTrue(index.asksAgent(Agent.BOT));
        assertTrue(index.asksAgent(Agent.HUMAN));
        assertFalse(index.asksAgent(Agent.PREFETCH));
    }

    @Test
    void asksForNoAgentWithoutConditions() {
        assertFalse(new TraitIndex(List.of()).asksAgent(Agent.HUMAN));
    }

    private List<Integer> traits(List<Condition> conditions, Event event) {
        new TraitIndex(conditions).match(facts.about(event), found);
        return IntStream.range(0, found.size()).map(found::trait).boxed().toList();
    }

    private static Event view(String url) {
        return new Event("view", 0, null, url, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }

    private static Condition viewsOf(Where... where) {
        return new Condition(List.of("view"), List.of(where));
    }

    private static Where is(String field, String text) {
        return passes(field, new Is(List.of(new Value.Text(text))));
    }

    private static Where passes(String field, dev.tern.rule.Test test) {
        return new Where.Passes(Field.parse(field).orElseThrow(), test);
    }
}
