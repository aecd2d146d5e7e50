package dev.tern;

import static dev.tern.TestSite.admin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.json.Json;
import dev.tern.ops.Engines;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Field;
import dev.tern.rule.Trait;
import dev.tern.timeline.Happening;
import dev.tern.timeline.Oracle;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random audiences of the whole language and random events, all by HTTP: the answers are those of a naive reading. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class RuleOracleHttpTest {
    private static final int AUDIENCES = 24;
    private static final int VISITORS = 150;
    private static final int EVENTS_MAX = 14;
    private static final int INSTANTS = 12;
    private static final int LOOKUPS = 200;

    /** Events as they are sent, whatever the rules make of them. */
    private record Sent(
            String visitor, String name, Instant time, String id, String path, BigDecimal value, BigDecimal size) {
        String json() {
            return """
                    {"visitor": "%s", "event": "%s", "time": "%s", "id": "%s", "url": "https://shop.example%s",
                     "value": %s, "props": {"size": %s}}""".formatted(visitor, name, time, id, path, value, size);
        }
    }

    /** Conditions as rules write them, and what one's own reading of an event says. */
    private static final Map<String, Predicate<Sent>> CONDITIONS = new LinkedHashMap<>();

    static {
        CONDITIONS.put("\"event\": \"view\"", sent -> sent.name.equals("view"));
        CONDITIONS.put("\"event\": [\"cart\", \"buy\"]", sent -> !sent.name.equals("view"));
        CONDITIONS.put(
                "\"event\": \"*\", \"where\": {\"path\": {\"startsWith\": \"/a\"}}",
                sent -> sent.path.startsWith("/a"));
        CONDITIONS.put(
                "\"event\": \"buy\", \"where\": {\"value\": {\"atLeast\": 10}}",
                sent -> sent.name.equals("buy") && sent.value.compareTo(BigDecimal.TEN) >= 0);
        CONDITIONS.put(
                "\"event\": \"view\", \"where\": {\"noneOf\": [{\"path\": \"/b\"}, {\"props.size\": {\"below\": 0}}]}",
                sent -> sent.name.equals("view") && !sent.path.equals("/b") && sent.size.signum() >= 0);
    }

    private final Random random = new Random(20_261);
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(167));
    private final Map<AudienceId, Definition> audiences =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final Map<String, List<Sent>> sent = new LinkedHashMap<>();

    @Test
    void answersAsANaiveReadingDoes() {
        TestSite site = TestSite.create("opt-out");
        defineAudiences(site);
        send(site);
        Map<String, Oracle> oracles = oracles();

        int memberships = 0;
        for (int i = 0; i < INSTANTS; i++) {
            memberships += assertAllAgree(site, oracles, soon().plus(Duration.ofMinutes(random.nextInt(12_000))));
        }
        for (int i = 0; i < LOOKUPS; i++) {
            assertOneAgrees(site, oracles);
        }

        assertTrue(memberships > 1_000, "only " + memberships + " memberships, so this tries little");
    }

    private static Instant soon() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(2);
    }

    private void defineAudiences(TestSite site) {
        while (audiences.size() < AUDIENCES) {
            String id = "a%02d".formatted(audiences.size());
            String keep = random.nextBoolean() ? "" : ", \"keep\": \"%s\"".formatted(window());
            String body = "{\"name\": \"any\", \"rule\": {\"all\": [%s, %s]}%s}".formatted(happened(), rule(3), keep);
            Response answer = admin().body(body).put(site.path("/audiences/" + id));
            assertEquals(201, answer.statusCode(), () -> body + answer.asString());
            audiences.put(new AudienceId(id), Definition.read(Json.parse(body.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Something that must have happened, so that the rule has an end. */
    private String happened() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "{%s, \"days\": {\"atLeast\": %d}, \"within\": \"%s\"}".formatted(condition(), number(1), window());
            case 1 ->
                "{%s, \"sum\": {\"of\": \"value\", \"atLeast\": %s}, \"within\": \"%s\"}"
                        .formatted(condition(), money(1), window());
            case 2 -> "{\"sequence\": [%s], \"within\": \"%s\"}".formatted(steps(), window());
            case 3 ->
                audiences.isEmpty()
                        ? "{%s, \"within\": \"%s\"}".formatted(condition(), window())
                        : "{\"audience\": \"a%02d\"}".formatted(random.nextInt(audiences.size()));
            default ->
                "{%s, \"times\": {\"atLeast\": %d}, \"within\": \"%s\"}".formatted(condition(), number(1), window());
        };
    }

    private String rule(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> happened();
            case 1 ->
                "{%s, \"times\": %s, \"within\": \"%s\"}".formatted(condition(), bound(() -> "" + number(0)), window());
            case 2 ->
                "{%s, \"days\": %s, \"within\": \"%s\"}".formatted(condition(), bound(() -> "" + number(0)), window());
            case 3 ->
                "{%s, \"sum\": {\"of\": \"%s\", %s, \"within\": \"%s\"}"
                        .formatted(
                                condition(),
                                random.nextBoolean() ? "value" : "props.size",
                                bound(() -> money(-30)).substring(1),
                                window());
            case 4 -> "{\"not\": %s}".formatted(rule(depth - 1));
            case 5, 6 -> "{\"any\": [%s, %s]}".formatted(rule(depth - 1), rule(depth - 1));
            default -> "{\"all\": [%s, %s]}".formatted(rule(depth - 1), rule(depth - 1));
        };
    }

    private String bound(Supplier<String> end) {
        return (random.nextInt(3) == 1 ? "{\"exactly\": %s}" : "{\"atMost\": %s}").formatted(end.get());
    }

    private String steps() {
        return Stream.generate(() -> random.nextInt(4) == 0
                        ? "{%s}".formatted(condition())
                        : "{%s, \"after\": \"%s\"}".formatted(condition(), window()))
                .limit(random.nextInt(1, 3))
                .collect(Collectors.joining(", ", "{%s}, ".formatted(condition()), ""));
    }

    private String condition() {
        return List.copyOf(CONDITIONS.keySet()).get(random.nextInt(CONDITIONS.size()));
    }

    private String window() {
        return random.nextInt(4) == 0 ? random.nextInt(1, 400) + "m" : random.nextInt(1, 200) + "h";
    }

    private int number(int least) {
        return random.nextInt(least, 4);
    }

    private String money(int least) {
        return BigDecimal.valueOf(random.nextInt(least * 100, 4_000), 2).toString();
    }

    private void send(TestSite site) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            String visitor = TestSite.newVisitor();
            List<Sent> events = new ArrayList<>();
            for (int j = random.nextInt(EVENTS_MAX); j > 0; j--) {
                events.add(event(visitor));
            }
            sent.put(visitor, events);
            events.forEach(event ->
                    Collections.nCopies(random.nextInt(1, 3), event.json()).forEach(bodies::add));
        }
        Collections.shuffle(bodies, random);
        for (int from = 0; from < bodies.size(); from += 400) {
            List<String> some = bodies.subList(from, Math.min(bodies.size(), from + 400));
            Response answer = admin().body(some.toString()).post(site.path("/events"));
            assertEquals(List.of(), answer.path("refused"));
        }
    }

    /** On a grid of half hours, so that instants often coincide; its ID tells few apart, so that some are the same event. */
    private Sent event(String visitor) {
        Instant time = start.plus(Duration.ofMinutes(30L * random.nextInt(334))).plusMillis(random.nextInt(3) - 1L);
        return new Sent(
                visitor,
                List.of("view", "view", "cart", "buy").get(random.nextInt(4)),
                time,
                List.of("x", "x", "y").get(random.nextInt(3)),
                List.of("/a", "/a/1", "/b", "/").get(random.nextInt(4)),
                BigDecimal.valueOf(random.nextInt(-1_000, 3_000), 2),
                BigDecimal.valueOf(random.nextInt(-2, 20)));
    }

    private Map<String, Oracle> oracles() {
        Map<Condition, Predicate<Sent>> asked = new HashMap<>();
        CONDITIONS.forEach((json, meets) -> {
            String body = "{\"name\": \"any\", \"rule\": {%s, \"within\": \"1d\"}}".formatted(json);
            Definition.read(Json.parse(body.getBytes(StandardCharsets.UTF_8))).rule().traits().stream()
                    .map(Trait::condition)
                    .forEach(condition -> asked.put(condition, meets));
        });
        Map<String, Oracle> oracles = new LinkedHashMap<>();
        sent.forEach((visitor, events) -> oracles.put(
                visitor,
                new Oracle(
                        audiences,
                        ZoneId.of("Europe/Berlin"),
                        events.stream().map(event -> happening(event, asked)).toList())));
        return oracles;
    }

    private static Happening happening(Sent event, Map<Condition, Predicate<Sent>> asked) {
        Set<Condition> meets = new HashSet<>();
        asked.forEach((condition, predicate) -> {
            if (predicate.test(event)) {
                meets.add(condition);
            }
        });
        return new Happening(
                event.time.toEpochMilli(),
                (event.name + event.id).hashCode(),
                meets,
                Map.of(
                        new Field(Field.Kind.VALUE, ""),
                        Decimal.of(event.value).orElseThrow(),
                        new Field(Field.Kind.PROP, "size"),
                        Decimal.of(event.size).orElseThrow()));
    }

    private int assertAllAgree(TestSite site, Map<String, Oracle> oracles, Instant at) {
        String visitors = oracles.keySet().stream().collect(Collectors.joining("\", \"", "\"", "\""));

        Response answer = admin().body("{\"visitors\": [%s], \"at\": \"%s\"}".formatted(visitors, at))
                .post(site.path("/lookups"));

        assertEquals(at.toString(), answer.path("at"));
        List<List<String>> answered = answer.path("results.audiences");
        int place = 0;
        int memberships = 0;
        for (var each : oracles.entrySet()) {
            List<String> expected = audiences.entrySet().stream()
                    .filter(audience -> each.getValue().isTrue(audience.getValue(), at.toEpochMilli()))
                    .map(audience -> audience.getKey().value())
                    .toList();
            assertEquals(expected, answered.get(place++), () -> "at " + at + " of " + sent.get(each.getKey()));
            memberships += expected.size();
        }
        return memberships;
    }

    /** Exactly where the naive reading of an audience changes, and until when a membership lasts. */
    private void assertOneAgrees(TestSite site, Map<String, Oracle> oracles) {
        String visitor = List.copyOf(oracles.keySet()).get(random.nextInt(oracles.size()));
        Oracle oracle = oracles.getOrDefault(visitor, new Oracle(Map.of(), ZoneId.of("UTC"), List.of()));
        Definition definition = List.copyOf(audiences.values()).get(random.nextInt(audiences.size()));
        long soon = soon().toEpochMilli();
        Optional<Long> change = oracle.changes(definition).tailSet(soon + 1_000, false).stream()
                .skip(random.nextInt(2))
                .findFirst();
        Instant at = Instant.ofEpochMilli(change.orElse(soon) - random.nextInt(2));

        Response answer = admin().queryParam("at", at.toString()).get(site.path("/visitors/" + visitor + "/audiences"));

        Map<String, String> expected = new TreeMap<>();
        audiences.forEach((id, each) -> {
            if (oracle.isTrue(each, at.toEpochMilli())) {
                long until = oracle.trueUntil(each, at.toEpochMilli());
                expected.put(id.value(), Instant.ofEpochMilli(until).toString());
            }
        });
        List<String> ids = answer.path("audiences.id");
        List<String> untils = answer.path("audiences.until");
        Map<String, String> answered = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            answered.put(ids.get(i), untils.get(i));
        }
        assertEquals(expected, answered, () -> "at " + at + " of " + sent.get(visitor));
    }
}
