package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.newVisitor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After every change of any audience, the next lookup goes by the rules of now. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class EditsHttpTest {
    private static final List<String> EVENTS = List.of("view", "cart", "purchase", "open");
    private static final List<String> AUDIENCES = List.of("a", "b", "c", "d");
    private static final int STEPS = 120;

    /** A rule of one's own words: so many events of each name within so many hours, or fewer. */
    private record Clause(String event, int atLeast, int hours, boolean not) {
        String json() {
            String count = "{\"event\": \"%s\", \"times\": {\"atLeast\": %d}, \"within\": \"%dh\"}"
                    .formatted(event, atLeast, hours);
            return not ? "{\"not\": " + count + "}" : count;
        }

        boolean holds(List<Happening> events, Instant at) {
            long count = events.stream()
                    .filter(each -> each.event.equals(event) && !each.time.isAfter(at))
                    .filter(each -> each.time.isAfter(at.minus(Duration.ofHours(hours))))
                    .count();
            return count >= atLeast != not;
        }
    }

    private record Happening(String event, Instant time) {}

    private final Random random = new Random(7);
    private final Map<String, List<Clause>> audiences = new TreeMap<>();
    private final Map<String, List<Happening>> visitors = new TreeMap<>();
    private TestSite site;

    @BeforeEach
    void makeASite() {
        site = TestSite.create("opt-out");
    }

    @Test
    void answersByTheRulesOfNowAfterAnySequenceOfEdits() {
        keepAllThatIsAsked();
        for (int i = 0; i < 6; i++) {
            visitors.put(newVisitor(), new ArrayList<>());
        }

        for (int step = 0; step < STEPS; step++) {
            change();

            assertAnswers("step " + step);
        }
    }

    /** What nobody asked about before has no past; that is the matter of another test. */
    private void keepAllThatIsAsked() {
        List<String> all = EVENTS.stream()
                .map(event -> new Clause(event, 3, 100, false).json())
                .toList();
        admin().body("{\"name\": \"All\", \"rule\": {\"any\": %s}, \"keep\": \"200h\"}".formatted(all))
                .put(site.path("/audiences/zz-all"))
                .then()
                .statusCode(201);
    }

    private void change() {
        String audience = AUDIENCES.get(random.nextInt(AUDIENCES.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                if (audiences.remove(audience) != null) {
                    admin().delete(site.path("/audiences/" + audience)).then().statusCode(204);
                }
            }
            case 1 -> {
                List<Clause> rule = new ArrayList<>(List.of(clause(false)));
                for (int i = random.nextInt(3); i > 0; i--) {
                    rule.add(clause(random.nextBoolean()));
                }
                audiences.put(audience, rule);
                List<String> all = rule.stream().map(Clause::json).toList();
                admin().body("{\"name\": \"x\", \"rule\": {\"all\": %s}}".formatted(all))
                        .put(site.path("/audiences/" + audience));
            }
            default -> {
                var visitor = visitors.keySet().stream()
                        .skip(random.nextInt(visitors.size()))
                        .findFirst()
                        .orElseThrow();
                Instant time =
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofMinutes(random.nextInt(6_000)));
                String event = EVENTS.get(random.nextInt(EVENTS.size()));
                visitors.computeIfAbsent(visitor, none -> new ArrayList<>()).add(new Happening(event, time));
                site.event(visitor, event, time);
            }
        }
    }

    private Clause clause(boolean not) {
        return new Clause(EVENTS.get(random.nextInt(EVENTS.size())), random.nextInt(1, 4), random.nextInt(1, 100), not);
    }

    private void assertAnswers(String step) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofMinutes(1 + random.nextInt(4_000)));
        visitors.forEach((visitor, events) -> {
            List<String> expected = audiences.entrySet().stream()
                    .filter(each -> each.getValue().stream().allMatch(clause -> clause.holds(events, at)))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> answered = site.audiencesOf(visitor, at).stream()
                    .filter(each -> !each.equals("zz-all"))
                    .toList();
            assertEquals(expected, answered, step);
        });
    }
}
