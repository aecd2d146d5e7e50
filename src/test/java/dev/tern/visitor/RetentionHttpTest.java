package dev.tern.visitor;

import static dev.tern.TestSite.admin;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class RetentionHttpTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String FANS = """
            {"event": "view", "within": "90d"}""";
    private static final long SLACK_MILLIS = 5_000;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject
    SharedRedis redis;

    @Inject
    Catalog catalog;

    @Test
    void cutsWindowsAndSaysSo() {
        TestSite site =
                TestSite.create("opt-out", ", \"maximumRetention\": \"10d\"").audience("fans", FANS);
        String visitor = TestSite.newVisitor();

        site.event(visitor, "view", now);
        site.awaitAudiences(visitor, "fans");

        get(site, "/visitors/" + visitor + "/audiences")
                .body(
                        "audiences[0].until",
                        equalTo(now.plus(DAY.multipliedBy(10)).toString()));
        get(site, "/audiences/fans")
                .body("rule.within", equalTo("90d"))
                .body(
                        "description",
                        equalTo(
                                "Did view at least once in the last 10 days; forgotten 10 days after the latest event."));
        admin().body("{\"name\": \"fans\", \"rule\": %s}".formatted(FANS))
                .post(site.path("/audiences:check"))
                .then()
                .statusCode(200)
                .body("description", containsString("forgotten 10 days after the latest event"));
        get(site, "").body("maximumRetention", equalTo("10d"));
        assertBetween(now.plus(DAY.multipliedBy(10)), expiry(site, visitor));
    }

    /** Kept for longer than all is, by events that count for nothing too. */
    @Test
    void cutsMembershipsAfterTheLatestEvent() {
        TestSite site = TestSite.create("opt-out", ", \"maximumRetention\": \"4d\"");
        admin().body("{\"name\": \"a\", \"rule\": {\"event\": \"view\", \"within\": \"3d\"}, \"keep\": \"3d\"}")
                .put(site.path("/audiences/keepers"))
                .then()
                .statusCode(201);
        String visitor = TestSite.newVisitor();
        Instant first = now.minus(DAY);

        site.event(visitor, "view", first);
        awaitUntil(site, visitor, first.plus(DAY.multipliedBy(4)));
        assertBetween(first.plus(DAY.multipliedBy(4)), expiry(site, visitor));

        admin().body("""
                        [{"visitor": "%s", "event": "nothing that is asked about", "time": "%s"}]
                        """.formatted(visitor, now))
                .post(site.path("/events"))
                .then()
                .statusCode(202);
        awaitUntil(site, visitor, first.plus(DAY.multipliedBy(5)));
        get(site, "/visitors/" + visitor + "/audiences/keepers/explanation")
                .body("until", equalTo(first.plus(DAY.multipliedBy(5)).toString()));
        get(site, "/audiences/keepers/members/" + visitor)
                .statusCode(200)
                .body("until", equalTo(first.plus(DAY.multipliedBy(5)).toString()));
    }

    @Test
    void actsOnWhatIsStored() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        List<String> old = Stream.generate(TestSite::newVisitor).limit(500).toList();
        List<String> fresh = Stream.generate(TestSite::newVisitor).limit(500).toList();
        send(site, old, now.minus(DAY.multipliedBy(3)));
        send(site, fresh, now);
        TestSite.await(
                "all stored", () -> get(site, "/audiences/fans/size").extract().<Integer>path("size") == 1_000);

        settings(site, "\"2d\"");

        assertEquals(List.of(), site.audiencesOf(old.getFirst()));
        assertEquals(List.of("fans"), site.audiencesOf(fresh.getFirst()));
        get(site, "/visitors/" + old.getFirst())
                .body("lastEvent", nullValue())
                .body("audiences", empty())
                .body("kept", empty());
        get(site, "/visitors/" + fresh.getFirst())
                .body("until", equalTo(now.plus(DAY.multipliedBy(2)).toString()));
        TestSite.await("old ones gone", () -> old.stream().allMatch(visitor -> record(site, visitor) == -2));
        for (String visitor : fresh) {
            TestSite.await(
                    "cut", () -> record(site, visitor) <= DAY.multipliedBy(2).toMillis());
        }
        TestSite.await("lists cut", () -> lastEntry(site)
                .isBefore(now.plus(DAY.multipliedBy(2)).plus(Duration.ofMinutes(30))));
    }

    /** What was forgotten by a shorter retention is missing for as long as the longer one looks back. */
    @Test
    void answersAreCompleteFromLaterOnWhereMoreIsRemembered() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        Instant complete = Instant.parse(get(site, "/audiences/fans").extract().path("completeFrom"));

        settings(site, "\"5d\"");
        Instant shorter = Instant.parse(get(site, "/audiences/fans").extract().path("completeFrom"));
        Instant before = Instant.now();
        settings(site, "null");
        Instant longer = Instant.parse(get(site, "/audiences/fans").extract().path("completeFrom"));

        assertEquals(complete.minus(DAY.multipliedBy(85)), shorter);
        assertTrue(!longer.isBefore(before.truncatedTo(ChronoUnit.MILLIS).plus(DAY.multipliedBy(90))));
    }

    @Test
    void refusesWhatIsNoSpan() {
        TestSite site = TestSite.create("opt-out");
        for (String span : List.of("\"0d\"", "\"541d\"", "\"1w\"", "180", "\"\"")) {
            admin().body("{\"name\": \"A\", \"domains\": [\"a.example\"], \"maximumRetention\": %s}".formatted(span))
                    .put(site.path(""))
                    .then()
                    .statusCode(400)
                    .body("pointer", equalTo("/maximumRetention"));
        }
    }

    private static void send(TestSite site, List<String> visitors, Instant time) {
        admin().body(visitors.stream()
                        .map(visitor ->
                                "{\"visitor\": \"%s\", \"event\": \"view\", \"time\": \"%s\"}".formatted(visitor, time))
                        .collect(Collectors.joining(",", "[", "]")))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(visitors.size()));
    }

    private static void settings(TestSite site, String retention) {
        admin().body(
                        "{\"name\": \"A\", \"domains\": [\"a.example\"], \"consent\": \"opt-out\", \"maximumRetention\": %s}"
                                .formatted(retention))
                .put(site.path(""))
                .then()
                .statusCode(200);
    }

    private static void awaitUntil(TestSite site, String visitor, Instant until) {
        TestSite.await("until " + until, () -> List.of(until.toString())
                .equals(get(site, "/visitors/" + visitor + "/audiences")
                        .statusCode(200)
                        .extract()
                        .<List<String>>path("audiences.until")));
    }

    private static ValidatableResponse get(TestSite site, String path) {
        return admin().get(site.path(path)).then();
    }

    private Instant expiry(TestSite site, String visitor) {
        return Instant.now().plusMillis(record(site, visitor));
    }

    /** How long the record lives; -2 for none. */
    private long record(TestSite site, String visitor) {
        byte[] key =
                VisitorKeys.record(live(site).serial(), VisitorId.parse(visitor).orElseThrow());
        return SharedRedis.await(redis.send(Request.cmd(Command.PTTL).arg(key))).toLong();
    }

    /** When the last entry of the list ends. */
    private Instant lastEntry(TestSite site) {
        String audience = Long.toString(live(site).rules().serials().getFirst(), Character.MAX_RADIX);
        long last = 0;
        for (String key : Dump.of(redis).keys("i:" + audience + ":")) {
            if (SharedRedis.await(redis.send(Request.cmd(Command.TYPE).arg(key)))
                    .toString()
                    .equals("zset")) {
                var score = SharedRedis.await(redis.send(
                        Request.cmd(Command.ZRANGE).arg(key).arg(-1).arg(-1).arg("WITHSCORES")));
                last = Math.max(last, score.get(0).get(1).toLong());
            }
        }
        return Instant.EPOCH.plus(Duration.ofMinutes(15).multipliedBy(last));
    }

    private LiveSite live(TestSite site) {
        return catalog.site(site.id()).orElseThrow();
    }

    private static void assertBetween(Instant expected, Instant found) {
        long difference = Math.abs(Duration.between(expected, found).toMillis());
        assertTrue(difference < SLACK_MILLIS, () -> expected + " but " + found);
    }
}
