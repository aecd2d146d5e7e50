package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.AudienceId;
import dev.tern.Decimal;
import dev.tern.EventName;
import dev.tern.Value;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    private static final String FOREVER = "true of visitors who never did anything, so nobody would ever leave;"
            + " put it in an all, beside something that must have happened";

    @Test
    void cutsEveryLongerWindow() {
        Definition definition = read("""
                {"name":"A","keep":"14d","rule":{"all":[
                  {"event":"a","within":"30d"},
                  {"not":{"any":[{"event":"b","days":{"atLeast":2},"within":"8d"},{"event":"c","within":"2d"}]}},
                  {"event":"d","sum":{"of":"value","atLeast":1},"within":"30d"},
                  {"sequence":[{"event":"e"},{"event":"f","after":"9d"},{"event":"g","after":"3d"}],"within":"30d"},
                  {"audience":"other"}]}}""");

        Definition cut = definition.cutTo(Optional.of(days(5)));
        assertEquals("""
                Did a at least once in the last 5 days, and not (did b on at least 2 days in the last 5 days, or did c at\
                 least once in the last 2 days), and the value of d added up to at least 1 in the last 5 days, and did e,\
                 then f within 5 days, then g within 3 days, the last of them in the last 5 days, and is in other; stays 5\
                 days longer; forgotten 5 days after the latest event.""", cut.description());
        assertEquals(definition, definition.cutTo(Optional.empty()));
    }

    @Test
    void readsADefinition() {
        Definition definition = read("""
                {"name":"Carts left behind","keep":"14d","rule":{"all":[
                  {"event":"page_view","where":{"path":{"startsWith":"/cart"}},"times":{"atLeast":2},"within":"30d"},
                  {"not":{"event":["purchase","order"],"within":"90s"}},
                  {"any":[{"event":"*","times":{"exactly":3},"within":"12h"},
                          {"event":"x","times":{"atLeast":1,"atMost":4},"within":"15m"}]}]}}""");

        assertEquals(
                new Definition(
                        "Carts left behind",
                        new Rule.All(List.of(
                                new Rule.Count(
                                        condition(
                                                "page_view",
                                                new Where.Passes(
                                                        new Field(Field.Kind.PATH, ""),
                                                        new dev.tern.rule.Test.StartsWith("/cart"))),
                                        new Bound(2, Bound.NO_END),
                                        days(30)),
                                new Rule.Not(new Rule.Count(
                                        new Condition(List.of("order", "purchase"), List.of()),
                                        Bound.ONCE,
                                        new Window(90_000))),
                                new Rule.Any(List.of(
                                        new Rule.Count(
                                                new Condition(List.of(), List.of()),
                                                new Bound(3, 3),
                                                new Window(12 * 3_600_000)),
                                        new Rule.Count(condition("x"), new Bound(1, 4), new Window(15 * 60_000)))))),
                        Optional.of(days(14))),
                definition);
    }

    @Test
    void readsDaysSumsSequencesAndAudiences() {
        Definition definition = read("""
                {"name":"x","rule":{"all":[
                  {"event":"a","days":{"atLeast":2,"atMost":5},"within":"7d"},
                  {"event":"a","sum":{"of":"value","atLeast":-0.5},"within":"7d"},
                  {"event":"a","sum":{"of":"props.n","exactly":0},"within":"7d"},
                  {"sequence":[{"event":"a"},{"event":"b","after":"1h"},{"event":"c"}],"within":"7d"},
                  {"audience":"other"}]}}""");

        var minusHalf = new Decimal(-500_000);
        var zero = new Decimal(0);
        assertEquals(
                new Rule.All(List.of(
                        new Rule.Days(condition("a"), new Bound(2, 5), days(7)),
                        new Rule.Sum(
                                condition("a"),
                                new Field(Field.Kind.VALUE, ""),
                                new Range(Optional.of(minusHalf), Optional.empty()),
                                days(7)),
                        new Rule.Sum(
                                condition("a"),
                                new Field(Field.Kind.PROP, "n"),
                                new Range(Optional.of(zero), Optional.of(zero)),
                                days(7)),
                        new Rule.Sequence(
                                List.of(
                                        new Rule.Step(condition("a"), Rule.Step.ANY_TIME_AFTER),
                                        new Rule.Step(condition("b"), new Window(3_600_000)),
                                        new Rule.Step(condition("c"), Rule.Step.ANY_TIME_AFTER)),
                                days(7)),
                        new Rule.In(new AudienceId("other")))),
                definition.rule());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"path":"/x"}                                     | path is "/x"
            {"path":["/x"]}                                   | path is "/x"
            {"path":{"is":["/x","/y","/x"]}}                  | path is one of "/x" or "/y"
            {"path":{"startsWith":"/x","endsWith":"y"}}       | path ends with "y" and path starts with "/x"
            {"path":{"contains":"Xy"}}                        | path contains "Xy"
            {"url":{"like":"*?utm"}}                          | url is like "*?utm"
            {"url":{"matches":"^https?://[^/]+/[0-9]{4}"}}    | url matches "^https?://[^/]+/[0-9]{4}"
            {"host":"Shop.Example"}                           | host is "shop.example"
            {"host":{"endsWith":".EXAMPLE"}}                  | host ends with ".example"
            {"host":{"matches":"[A-Z]"}}                      | host matches "[A-Z]"
            {"referrer.host":{"like":"*.EXAMPLE"}}            | referrer.host is like "*.example"
            {"referrer":{"exists":false}}                     | referrer is missing
            {"query.q":{"exists":true}}                       | query.q exists
            {"query.q":[1,"1",true]}                          | query.q is one of "1", 1 or true
            {"query.a.b/c":1}                                 | query.a.b/c is 1
            {"utm.source":"mail"}                             | utm.source is "mail"
            {"value":200}                                     | value is 200
            {"value":{"atLeast":200.50,"below":1e3}}          | value is at least 200.5 and value is below 1000
            {"value":{"above":-0.000001,"atMost":0}}          | value is above -0.000001 and value is at most 0
            {"value":{"exists":true}}                         | value exists
            {"props.size":{"atLeast":40}}                     | props.size is at least 40
            {"props.gift":true}                               | props.gift is true
            {"currency":["EUR","USD"]}                        | currency is one of "EUR" or "USD"
            {"source":["pixel","beacon","server","email"]}    | source is one of "beacon", "email", "pixel" or "server"
            {"agent":["human","bot","prefetch","proxy"]}      | agent is one of "bot", "human", "prefetch" or "proxy"
            {"anyOf":[{"path":"/x"},{"path":"/y"}]}           | (path is "/x" or path is "/y")
            {"noneOf":[{"path":"/x"},{"path":"/y"}]}          | not (path is "/x" or path is "/y")
            {"anyOf":[{"path":"/x","value":1}]}               | path is "/x" and value is 1
            """)
    void readsWhatMustHoldOfAnEvent(String where, String description) {
        Definition definition = read(body("{\"event\":\"x\",\"where\":%s,\"within\":\"1d\"}".formatted(where)));

        assertEquals("Did x where " + description + " at least once in the last day.", definition.description());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                           | an object
            "x"                                          | an object
            {}                                           | /name: required
            {"name":"x"}                                 | /rule: required
            {"name":"","rule":{}}                        | /name: a text of 1 to 200 characters
            {"name":7,"rule":{}}                         | /name: a text of 1 to 200 characters
            {"name":"a\\u0000","rule":{}}                 | /name: a text without control characters
            {"name":"x","rule":[]}                       | /rule: an object
            {"name":"x","rule":{}}                       | /rule: one of all, any, not, event, sequence, audience
            {"name":"x","rule":{"all":null}}             | /rule: one of all, any, not, event, sequence, audience
            {"name":"x","rule":{"event":"x","within":"1d"},"keep":"541d"} | /keep: at most 540d
            {"name":"x","rule":{"event":"x","within":"1d"},"keep":30}     | /keep: a duration such as 90s, 15m, 12h or 30d
            {"name":"x","rule":{"event":"x","within":"1d"},"id":"y"}      | /id: not known here; known: name, rule, keep
            """)
    void refusesABodyThatIsNone(String body, String message) {
        assertEquals(message, refusal(body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"all":[]}                                                 | /rule/all: a list of 1 to 100
            {"any":{}}                                                 | /rule/any: a list of 1 to 100
            {"not":[]}                                                 | /rule/not: an object
            {"all":[{"event":"x","within":"1d"},7]}                    | /rule/all/1: an object
            {"sequence":[],"within":"7d"}                              | /rule/sequence: a list of 1 to 10
            {"sequence":[{"event":"x"}]}                               | /rule/within: required
            {"sequence":[{"event":"x","after":"1h"}],"within":"7d"}    | /rule/sequence/0/after: not in the first step: there is none before it
            {"sequence":[{"event":"x"},{"event":"y","after":"541d"}],"within":"7d"} | /rule/sequence/1/after: at most 540d
            {"sequence":[{"event":"x"},{"event":"y","within":"1h"}],"within":"7d"}  | /rule/sequence/1/within: not known here; known: event, where, after
            {"sequence":[{"event":"x"},{"after":"1h"}],"within":"7d"}  | /rule/sequence/1/event: required
            {"audience":"Not A Slug"}                                  | /rule/audience: 1 to 63 of a-z, 0-9, - and _, beginning with a letter or a digit
            {"audience":"other","within":"1d"}                         | /rule/within: not known here; known: audience
            {"event":"x","sum":{"atLeast":1},"within":"7d"}            | /rule/sum/of: required
            {"event":"x","sum":{"of":"value"},"within":"7d"}           | /rule/sum: atLeast, atMost, both, or exactly
            {"event":"x","sum":{"of":"value","atLeast":2,"atMost":1.5},"within":"7d"} | /rule/sum: atLeast no more than atMost
            {"event":"x","sum":{"of":"path","atLeast":1},"within":"7d"}| /rule/sum/of: a field that may be a number: value, props.<name>, query.<name>, utm.<name>
            {"event":"x","sum":{"of":"value","atLeast":0.0000001},"within":"7d"} | /rule/sum/atLeast: a number of at most 6 decimal places, between -10^12 and 10^12
            {"event":"x","sum":{"of":"value","atLeast":1},"times":{"atLeast":1},"within":"7d"} | /rule/times: not known here; known: event, where, sum, within
            {"event":"x","days":{"atLeast":541},"within":"7d"}         | /rule/days/atLeast: a whole number from 0 to 540
            {"event":"x","days":{"atLeast":0},"within":"7d"}           | /rule/days: atLeast 1 or more, or an atMost: everybody has at least 0
            {"event":"x","days":{"atLeast":3}}                         | /rule/within: required
            {"event":"x","sum":{"of":"value","atMost":10},"within":"7d"} | /rule: true of visitors who never did anything, so nobody would ever leave; put it in an all, beside something that must have happened
            {"event":"x","days":{"atMost":2},"within":"7d"}            | /rule: true of visitors who never did anything, so nobody would ever leave; put it in an all, beside something that must have happened
            {"not":{"audience":"other"}}                               | /rule: true of visitors who never did anything, so nobody would ever leave; put it in an all, beside something that must have happened
            {"all":[{"event":"x","within":"1d"}],"any":[]}             | /rule/any: not known here; known: all
            {"not":{"event":"x","within":"1d"},"within":"1d"}          | /rule/within: not known here; known: not
            {"event":"x"}                                              | /rule/within: required
            {"event":"x","within":"541d"}                              | /rule/within: at most 540d
            {"event":"x","within":"999999999d"}                        | /rule/within: at most 540d
            {"event":"x","within":"0d"}                                | /rule/within: a duration such as 90s, 15m, 12h or 30d
            {"event":"x","within":"1w"}                                | /rule/within: a duration such as 90s, 15m, 12h or 30d
            {"event":"x","within":"1.5d"}                              | /rule/within: a duration such as 90s, 15m, 12h or 30d
            {"event":"x","within":" 1d"}                               | /rule/within: a duration such as 90s, 15m, 12h or 30d
            {"event":"x","within":86400}                               | /rule/within: a duration such as 90s, 15m, 12h or 30d
            {"event":"x","within":"1d","times":3}                      | /rule/times: an object
            {"event":"x","within":"1d","times":{}}                     | /rule/times: atLeast, atMost, both, or exactly
            {"event":"x","within":"1d","times":{"exactly":1,"atMost":2}}  | /rule/times: atLeast, atMost, both, or exactly
            {"event":"x","within":"1d","times":{"exactly":1,"atLeast":1}} | /rule/times: atLeast, atMost, both, or exactly
            {"event":"x","within":"1d","times":{"atLeast":3,"atMost":2}}  | /rule/times: atLeast no more than atMost
            {"event":"x","within":"1d","times":{"atLeast":0}}          | /rule/times: atLeast 1 or more, or an atMost: everybody has at least 0
            {"event":"x","within":"1d","times":{"atLeast":501}}        | /rule/times/atLeast: a whole number from 0 to 500
            {"event":"x","within":"1d","times":{"atMost":-1}}          | /rule/times/atMost: a whole number from 0 to 500
            {"event":"x","within":"1d","times":{"exactly":1.5}}        | /rule/times/exactly: a whole number from 0 to 500
            {"event":"x","within":"1d","times":{"above":1}}            | /rule/times/above: not known here; known: exactly, atLeast, atMost
            """)
    void refusesARuleThatIsNone(String rule, String message) {
        assertEquals(message, refusal(body(rule)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "\"\"",
                "\"a*\"",
                "\" a\"",
                "\"a \"",
                "\"a  b\"",
                "\"a\\tb\"",
                "\"a,b\"",
                "{}",
                "\"a\\u00a0b\""
            })
    void refusesAnEventNameThatIsNone(String name) {
        String form = "1 to 64 letters, digits and _ - . : / $, with single spaces between";

        assertEquals("/rule/event: " + form, refusal(body("{\"event\":%s,\"within\":\"1d\"}".formatted(name))));
        assertEquals(
                "/rule/event/1: " + form, refusal(body("{\"event\":[\"x\",%s],\"within\":\"1d\"}".formatted(name))));
    }

    @Test
    void refusesTheStarInAList() {
        assertEquals(
                "/rule/event/1: a name: * stands alone, not in a list",
                refusal(body("{\"event\":[\"x\",\"*\"],\"within\":\"1d\"}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "page_view", "Order Completed", "$pageview", "checkout:step/2.a-b", "Kauf_größer", "4711"})
    void readsEventNames(String name) {
        Rule rule = read(body("{\"event\":\"%s\",\"within\":\"1d\"}".formatted(name)))
                .rule();

        assertEquals(List.of(name), rule.traits().getFirst().condition().names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                     | : a field and its test, or none at all
            []                                     | : an object
            {"title":"x"}                          | /title: not a field; fields: url, host, path, query.<name>, referrer, referrer.host, utm.<name>, value, currency, source, agent, props.<name>
            {"query.":"x"}                         | /query.: not a field; fields: url, host, path, query.<name>, referrer, referrer.host, utm.<name>, value, currency, source, agent, props.<name>
            {"query.a\\u0001":"x"}                  | /query.a\u0001: a name of 1 to 100 characters, no control characters
            {"path":null}                          | /path: a text of 1 to 2000 characters
            {"path":""}                            | /path: a text of 1 to 2000 characters
            {"path":7}                             | /path: a text of 1 to 2000 characters
            {"path":[]}                            | /path: a list of 1 to 500
            {"path":["/x",true]}                   | /path/1: a text of 1 to 2000 characters
            {"path":{}}                            | /path: at least one test
            {"path":{"equals":"/x"}}               | /path/equals: not a test; tests: is, startsWith, endsWith, contains, like, matches, atLeast, atMost, above, below, exists
            {"path":{"anyOf":[]}}                  | /path/anyOf: not a test; tests: is, startsWith, endsWith, contains, like, matches, atLeast, atMost, above, below, exists
            {"path":{"startsWith":7}}              | /path/startsWith: a text of 1 to 2000 characters
            {"path":{"startsWith":["/x"]}}         | /path/startsWith: a text of 1 to 2000 characters
            {"path":{"contains":""}}               | /path/contains: a text of 1 to 2000 characters
            {"path":{"like":""}}                   | /path/like: a text of 1 to 255 characters
            {"path":{"exists":"yes"}}              | /path/exists: true or false
            {"path":{"matches":"(a"}}              | /path/matches: a regular expression in RE2 syntax
            {"path":{"matches":"(?=a)"}}           | /path/matches: a regular expression in RE2 syntax
            {"path":{"matches":"(a)\\\\1"}}          | /path/matches: a regular expression in RE2 syntax
            {"path":{"matches":"a{501}"}}          | /path/matches: an expression of at most 500 instructions
            {"path":{"atLeast":7}}                 | /path/atLeast: path is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"url":{"below":7}}                    | /url/below: url is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"host":{"above":7}}                   | /host/above: host is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"referrer":{"atMost":7}}              | /referrer/atMost: referrer is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"referrer.host":{"atMost":7}}         | /referrer.host/atMost: referrer.host is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"currency":{"atMost":7}}              | /currency/atMost: currency is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"source":{"atMost":7}}                | /source/atMost: source is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"agent":{"atMost":7}}                 | /agent/atMost: agent is a text; its tests: is, startsWith, endsWith, contains, like, matches, exists
            {"value":{"startsWith":"7"}}           | /value/startsWith: value is a number; its tests: is, atLeast, atMost, above, below, exists
            {"value":{"matches":"7"}}              | /value/matches: value is a number; its tests: is, atLeast, atMost, above, below, exists
            {"value":"7"}                          | /value: a number of at most 6 decimal places, between -10^12 and 10^12
            {"value":{"atLeast":0.0000001}}        | /value/atLeast: a number of at most 6 decimal places, between -10^12 and 10^12
            {"value":{"atLeast":1e13}}             | /value/atLeast: a number of at most 6 decimal places, between -10^12 and 10^12
            {"value":{"atLeast":"7"}}              | /value/atLeast: a number of at most 6 decimal places, between -10^12 and 10^12
            {"props.a/b~c":{"is":[1,{}]}}          | /props.a~1b~0c/is/1: a text, a number, true or false
            {"props.a":null}                       | /props.a: a text, a number, true or false
            {"agent":"robot"}                      | /agent: one of human, bot, prefetch, proxy
            {"agent":["bot","BOT"]}                | /agent/1: one of human, bot, prefetch, proxy
            {"source":{"is":"app"}}                | /source/is: one of pixel, beacon, server, email
            {"anyOf":{"path":"/x"}}                | /anyOf: a list of 1 to 100
            {"anyOf":[]}                           | /anyOf: a list of 1 to 100
            {"anyOf":[{"path":"/x"},{}]}           | /anyOf/1: a field and its test, or none at all
            {"noneOf":[{"anyOf":[{"foo":1}]}]}     | /noneOf/0/anyOf/0/foo: not a field; fields: url, host, path, query.<name>, referrer, referrer.host, utm.<name>, value, currency, source, agent, props.<name>
            {"allOf":[{"path":"/x"}]}              | /allOf: not a field; fields: url, host, path, query.<name>, referrer, referrer.host, utm.<name>, value, currency, source, agent, props.<name>
            """)
    void refusesAWhereThatIsNone(String where, String message) {
        assertEquals(
                "/rule/where" + message,
                refusal(body("{\"event\":\"x\",\"where\":%s,\"within\":\"1d\"}".formatted(where))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"not":X}                                      | /rule
            {"not":{"all":[X,X]}}                          | /rule
            NONE                                           | /rule
            FEW                                            | /rule
            {"all":[{"not":X},FEW]}                        | /rule
            {"all":[{"not":X}]}                            | /rule/all/0
            {"any":[X,{"not":X}]}                          | /rule/any/1
            {"any":[X,NONE]}                               | /rule/any/1
            {"any":[X,{"all":[FEW,FEW]}]}                  | /rule/any/1
            {"any":[X,{"any":[X,X,{"all":[FEW]}]}]}        | /rule/any/1/any/2/all/0
            {"all":[{"any":[X,FEW]},{"not":X}]}            | /rule
            {"not":{"not":NONE}}                           | /rule
            """)
    void refusesARuleWithoutAnEndAtThePlaceThatMakesItSo(String rule, String pointer) {
        assertEquals(pointer + ": " + FOREVER, refusal(body(expand(rule))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "{\"all\":[X,{\"not\":X}]}",
                "{\"all\":[X,NONE,FEW]}",
                "{\"any\":[X,{\"all\":[{\"not\":X},X]}]}",
                "{\"not\":{\"not\":X}}",
                "{\"not\":NONE}",
                "{\"not\":{\"event\":\"x\",\"days\":{\"exactly\":0},\"within\":\"1d\"}}",
                "{\"not\":{\"event\":\"x\",\"sum\":{\"of\":\"value\",\"atLeast\":0},\"within\":\"1d\"}}",
                "{\"event\":\"x\",\"sum\":{\"of\":\"value\",\"atMost\":-1},\"within\":\"1d\"}",
                "{\"all\":[{\"audience\":\"a\"},{\"not\":{\"sequence\":[{\"event\":\"x\"}],\"within\":\"1d\"}}]}",
                "{\"not\":{\"any\":[FEW,X]}}"
            })
    void readsARuleWithAnEnd(String rule) {
        assertDoesNotThrow(() -> read(body(expand(rule))));
    }

    @Test
    void refusesARuleDeeperThanTheLimit() {
        String x = "{\"event\":\"x\",\"within\":\"1d\"}";

        assertDoesNotThrow(() -> read(body("{\"all\":[".repeat(15) + x + "]}".repeat(15))));
        assertEquals(
                "/rule" + "/all/0".repeat(16) + ": at most 16 rules deep",
                refusal(body("{\"all\":[".repeat(16) + x + "]}".repeat(16))));
        assertEquals(
                "/rule" + "/not".repeat(16) + ": at most 16 rules deep",
                refusal(body("{\"not\":".repeat(50) + x + "}".repeat(50))));
    }

    @Test
    void refusesGroupsDeeperThanTheLimit() {
        String path = "{\"path\":\"/x\"}";

        assertDoesNotThrow(() -> read(where("{\"anyOf\":[".repeat(4) + path + "]}".repeat(4))));
        assertEquals(
                "/rule/where" + "/noneOf/0".repeat(4) + "/noneOf: at most 4 groups deep",
                refusal(where("{\"noneOf\":[".repeat(5) + path + "]}".repeat(5))));
    }

    @Test
    void readsTheDeepestOfAll() {
        String deepest = "{\"all\":[".repeat(15)
                + "{\"event\":\"x\",\"within\":\"1d\",\"where\":"
                + "{\"anyOf\":[".repeat(4) + "{\"path\":{\"is\":[\"/x\"]}}" + "]}".repeat(4)
                + "}" + "]}".repeat(15);

        assertDoesNotThrow(() -> read(body(deepest)));
    }

    @Test
    void refusesMoreTermsThanTheLimit() {
        String event = "{\"event\":%s,\"within\":\"1d\"}".formatted(list(99, "\"x\""));

        assertDoesNotThrow(() -> read(body("{\"all\":%s}".formatted(list(9, event)))));
        assertEquals(
                "/rule/all/9/event/98: at most 1000 rules, names, tests and values in all",
                refusal(body("{\"all\":%s}".formatted(list(10, event)))));
    }

    @Test
    void refusesLongerListsThanTheLimits() {
        String x = "{\"event\":\"x\",\"within\":\"1d\"}";

        assertDoesNotThrow(() -> read(body("{\"all\":%s}".formatted(list(100, x)))));
        assertEquals("/rule/all: a list of 1 to 100", refusal(body("{\"all\":%s}".formatted(list(101, x)))));
        String steps = "{\"sequence\":%s,\"within\":\"1d\"}";
        assertDoesNotThrow(() -> read(body(steps.formatted(list(10, "{\"event\":\"x\"}")))));
        assertEquals(
                "/rule/sequence: a list of 1 to 10", refusal(body(steps.formatted(list(11, "{\"event\":\"x\"}")))));
        assertEquals(
                "/rule/event: a list of 1 to 100",
                refusal(body("{\"event\":%s,\"within\":\"1d\"}".formatted(list(101, "\"x\"")))));
        assertEquals(
                "/rule/where/anyOf: a list of 1 to 100",
                refusal(where("{\"anyOf\":%s}".formatted(list(101, "{\"path\":\"/x\"}")))));
        assertDoesNotThrow(() -> read(where("{\"path\":%s}".formatted(list(500, "\"/x\"")))));
        assertEquals(
                "/rule/where/path: a list of 1 to 500", refusal(where("{\"path\":%s}".formatted(list(501, "\"/x\"")))));
    }

    @Test
    void refusesLongerTextsThanTheLimits() {
        assertDoesNotThrow(() -> read(where("{\"path\":\"%s\"}".formatted("🐦".repeat(2000)))));
        assertEquals(
                "/rule/where/path: a text of 1 to 2000 characters",
                refusal(where("{\"path\":\"%s\"}".formatted("x".repeat(2001)))));
        assertEquals(
                "/rule/where/path/like: a text of 1 to 255 characters",
                refusal(where("{\"path\":{\"like\":\"%s\"}}".formatted("x".repeat(256)))));
        assertEquals(
                "/rule/where/path/matches: a text of 1 to 255 characters",
                refusal(where("{\"path\":{\"matches\":\"%s\"}}".formatted("x".repeat(256)))));
        assertEquals(
                "/rule/where/query." + "q".repeat(101) + ": a name of 1 to 100 characters, no control characters",
                refusal(where("{\"query.%s\":1}".formatted("q".repeat(101)))));
        assertDoesNotThrow(() -> read(body("{\"event\":\"%s\",\"within\":\"1d\"}".formatted("x".repeat(64)))));
        assertEquals(
                "/rule/event: " + EventName.FORM,
                refusal(body("{\"event\":\"%s\",\"within\":\"1d\"}".formatted("x".repeat(65)))));
    }

    @Test
    void comparesNumbersExactly() {
        Rule rule = read(where("{\"value\":[0.1,1e-6,100.00,1e2]}")).rule();

        assertEquals(
                condition(
                        "x",
                        new Where.Passes(
                                new Field(Field.Kind.VALUE, ""),
                                new dev.tern.rule.Test.Is(List.of(num(1), num(100_000), num(100_000_000))))),
                rule.traits().getFirst().condition());
    }

    private static String expand(String rule) {
        String few = "{\"event\":\"x\",\"times\":{\"atMost\":3},\"within\":\"1d\"}";
        return rule.replace("NONE", "{\"event\":\"x\",\"times\":{\"exactly\":0},\"within\":\"1d\"}")
                .replace("FEW", few)
                .replace("X", "{\"event\":\"x\",\"within\":\"1d\"}");
    }

    private static String body(String rule) {
        return "{\"name\":\"x\",\"rule\":%s}".formatted(rule);
    }

    private static String where(String where) {
        return body("{\"event\":\"x\",\"where\":%s,\"within\":\"1d\"}".formatted(where));
    }

    private static String list(int size, String item) {
        return IntStream.range(0, size).mapToObj(i -> item).collect(Collectors.joining(",", "[", "]"));
    }

    private static Condition condition(String name, Where... where) {
        return new Condition(List.of(name), List.of(where));
    }

    private static Value num(long micros) {
        return new Value.Num(new Decimal(micros));
    }

    private static Window days(int days) {
        return new Window(days * 86_400_000L);
    }

    private static Definition read(String body) {
        return Definition.read(Json.parse(body.getBytes(UTF_8)));
    }

    private static String refusal(String body) {
        return String.valueOf(assertThrows(Refusal.class, () -> read(body)).getMessage());
    }
}
