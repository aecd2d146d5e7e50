package dev.tern.matching.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.rule.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    private static final Event PURCHASE = new Event(
            "purchase",
            0,
            null,
            "https://Shop.example/Thanks?utm_source=mail&qty=3&gift=true",
            "https://Search.example/?q=shoes",
            new Decimal(19_990_000),
            "EUR",
            Source.SERVER,
            Agent.PROXY,
            Map.of(
                    "colour", new Value.Text("red"),
                    "size", new Value.Num(new Decimal(42_000_000)),
                    "new", new Value.Flag(true),
                    "said", new Value.Untyped("42"),
                    "empty", new Value.Untyped(""),
                    "blank", new Value.Text("")));
    private static final Event NOTHING =
            new Event("ping", 0, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());

    private final Facts facts = new Facts().about(PURCHASE);

    @ParameterizedTest
    @CsvSource(textBlock = """
                    url,           https://Shop.example/Thanks?utm_source=mail&qty=3&gift=true
                    host,          shop.example
                    path,          /Thanks
                    query.qty,     3
                    query.none,
                    referrer,      https://Search.example/?q=shoes
                    referrer.host, search.example
                    utm.source,    mail
                    utm.medium,
                    value,
                    currency,      EUR
                    source,        server
                    agent,         proxy
                    props.colour,  red
                    props.size,
                    props.new,
                    props.said,    42
                    props.empty,
                    props.blank,   ''
                    props.none,
                    """)
    void haveTheText(String field, @Nullable String text) {
        assertEquals(text, facts.text(field(field)));
    }

    @ParameterizedTest
    @CsvSource({"value, 19990000", "query.qty, 3000000", "props.size, 42000000", "props.said, 42000000"})
    void haveTheNumber(String field, long micros) {
        assertEquals(micros, facts.micros(field(field)));
    }

    @ParameterizedTest
    @CsvSource({"query.gift", "props.new"})
    void haveTheFlag(String field) {
        assertTrue(facts.is(field(field), true));
        assertFalse(facts.is(field(field), false));
    }

    @ParameterizedTest
    @CsvSource({"query.none", "utm.medium", "props.none", "props.empty"})
    void lack(String field) {
        assertFalse(facts.has(field(field)));
    }

    @Test
    void forgetTheEventBefore() {
        facts.text(field("host"));
        facts.text(field("query.qty"));
        facts.text(field("referrer.host"));

        facts.about(NOTHING);

        assertNull(facts.text(field("host")));
        assertNull(facts.text(field("path")));
        assertNull(facts.text(field("query.qty")));
        assertNull(facts.text(field("referrer.host")));
        assertEquals(Numbers.NONE, facts.micros(field("value")));
    }

    private static Field field(String text) {
        return Field.parse(text).orElseThrow();
    }
}
