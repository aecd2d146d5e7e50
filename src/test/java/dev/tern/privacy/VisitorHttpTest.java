package dev.tern.privacy;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class VisitorHttpTest {
    private static final String FANS = """
            {"event": "view", "times": {"atLeast": 2}, "within": "30d"}""";
    private static final String SPENDERS = """
            {"event": "purchase", "sum": {"of": "value", "atLeast": 100}, "within": "90d"}""";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject
    SharedRedis redis;

    @Test
    void tellsEverythingThatIsHeldInWords() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS).audience("spenders", SPENDERS);
        String visitor = TestSite.newVisitor();
        site.event(visitor, "view", now.minusSeconds(60)).event(visitor, "view", now.minusSeconds(30));
        send(site, event(visitor, "purchase", now.minusSeconds(10), "\"value\": 99.5"));

        held(site, visitor)
                .body("visitor", equalTo(visitor))
                .body("gone", nullValue())
                .body("lastEvent", equalTo(now.minusSeconds(10).toString()))
                .body(
                        "until",
                        equalTo(now.minusSeconds(10).plus(90, ChronoUnit.DAYS).toString()))
                .body("audiences.id", contains("fans"))
                .body("audiences[0].description", equalTo("Did view at least 2 times in the last 30 days."))
                .body("audiences[0].from", equalTo(now.minusSeconds(30).toString()))
                .body("kept", hasSize(2))
                .body("kept.events.flatten().time", hasSize(3))
                .body("kept.find { it.events.size() == 1 }.events[0].number", equalTo(99.5f));
    }

    @Test
    void tellsNothingOfAStranger() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        held(site, TestSite.newVisitor())
                .body("lastEvent", nullValue())
                .body("until", nullValue())
                .body("audiences", empty())
                .body("kept", empty());
    }

    /** Also where rules have changed since: what the index holds of an audience does not depend on the visitor's history of now. */
    @Test
    void erasesEverythingEverywhereAndForGood() {
        TestSite site = TestSite.create("opt-out");
        for (int i = 0; i < 20; i++) {
            site.audience("fans-" + i, """
                    {"event": "view", "times": {"atLeast": %d}, "within": "30d"}""".formatted(1 + i % 3));
        }
        String visitor = TestSite.newVisitor();
        List<String> log = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            log.add(event(visitor, "view", now.minusSeconds(60L + i), "\"id\": \"" + i + "\""));
        }
        send(site, log.toArray(String[]::new)).body("accepted", equalTo(50));
        admin().body("""
                        {"name": "fans-0", "rule": {"event": "other", "within": "1d"}}""").put(site.path("/audiences/fans-0")).then().statusCode(200);
        assertFalse(aboutIt(visitor).isEmpty());

        erase(site, visitor);

        assertEquals(Map.of(), aboutIt(visitor));
        Collections.shuffle(log, new Random(5));
        send(site, log.toArray(String[]::new))
                .body("accepted", equalTo(0))
                .body("refused", hasSize(50))
                .body("refused.reason.unique()", contains("erased"));
        assertEquals(Map.of(), aboutIt(visitor));
        held(site, visitor).body("gone", equalTo("erased")).body("kept", empty());
        assertEquals(List.of(), site.audiencesOf(visitor));
    }

    @Test
    void erasesWhomNobodyKnows() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String visitor = TestSite.newVisitor();

        erase(site, visitor);
        erase(site, visitor);

        send(site, event(visitor, "view", now, "\"id\": \"1\"")).body("refused.reason", contains("erased"));
    }

    @Test
    void givesTheBrowserOfAnErasedVisitorANewId() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = site.cookie(site.hit("e=view"));
        site.hit(cookie, "e=view");
        String visitor = TestSite.visitor(cookie);

        erase(site, visitor);

        String next = site.cookie(site.hit(cookie, "e=view"));
        assertNotEquals(visitor, TestSite.visitor(next));
        assertEquals(Map.of(), aboutIt(visitor));
    }

    @Test
    void erasesOnOneSiteAlone() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        TestSite other = TestSite.create("opt-out").audience("fans", FANS);
        String visitor = TestSite.newVisitor();
        for (TestSite each : List.of(site, other)) {
            each.event(visitor, "view", now.minusSeconds(2)).event(visitor, "view", now.minusSeconds(1));
        }

        erase(site, visitor);

        assertEquals(List.of(), site.audiencesOf(visitor));
        assertEquals(List.of("fans"), other.audiencesOf(visitor));
    }

    @Test
    void keepsVisitorsApartThatAreNotAskedAbout() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String gone = TestSite.newVisitor();
        String stays = TestSite.newVisitor();
        for (String visitor : List.of(gone, stays)) {
            site.event(visitor, "view", now.minusSeconds(2)).event(visitor, "view", now.minusSeconds(1));
        }

        erase(site, gone);

        send(site, event(gone, "view", now, "\"id\": \"3\""), event(stays, "view", now, "\"id\": \"3\""))
                .body("accepted", equalTo(1))
                .body("refused.index", contains(0));
        assertEquals(List.of("fans"), site.audiencesOf(stays));
        assertFalse(aboutIt(stays).isEmpty());
    }

    @Test
    void leavesATombstoneFor400DaysUnderAKeyedHash() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String visitor = TestSite.newVisitor();
        List<String> before = tombstones();

        erase(site, visitor);

        List<String> made = new ArrayList<>(tombstones());
        made.removeAll(before);
        assertEquals(1, made.size());
        Response lives = SharedRedis.await(
                redis.send(Request.cmd(Command.PTTL).arg(made.getFirst().getBytes(StandardCharsets.ISO_8859_1))));
        assertEquals(400, Duration.ofMillis(lives.toLong() + 60_000).toDays());
        assertEquals(Map.of(), aboutIt(visitor));
    }

    @Test
    void asksForTheRightScopes() {
        TestSite site = TestSite.create("opt-out");
        String path = site.path("/visitors/" + TestSite.newVisitor());
        String reader = site.key("visitors:read");
        String eraser = site.key("visitors:erase");

        given().get(path).then().statusCode(401);
        given().delete(path).then().statusCode(401);
        as(site.key("members:read")).get(path).then().statusCode(403);
        as(reader).get(path).then().statusCode(200);
        as(reader).delete(path).then().statusCode(403);
        as(eraser).get(path).then().statusCode(403);
        as(eraser).delete(path).then().statusCode(204);
    }

    @Test
    void namesWhatIsNotAVisitor() {
        TestSite site = TestSite.create("opt-out");

        admin().delete(site.path("/visitors/nobody")).then().statusCode(400).body("detail", not(empty()));
        admin().delete("/v1/sites/nowhere/visitors/" + TestSite.newVisitor())
                .then()
                .statusCode(404);
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static ValidatableResponse held(TestSite site, String visitor) {
        return admin().get(site.path("/visitors/" + visitor)).then().statusCode(200);
    }

    private static void erase(TestSite site, String visitor) {
        admin().delete(site.path("/visitors/" + visitor)).then().statusCode(204);
    }

    private static ValidatableResponse send(TestSite site, String... events) {
        return admin().body("[" + String.join(",", events) + "]")
                .post(site.path("/events"))
                .then()
                .statusCode(202);
    }

    private static String event(String visitor, String name, Instant time, String more) {
        return """
                {"visitor": "%s", "event": "%s", "time": "%s", "consent": "granted", %s}""".formatted(visitor, name, time, more);
    }

    private Map<String, String> aboutIt(String visitor) {
        return Dump.of(redis).about(VisitorId.parse(visitor).orElseThrow());
    }

    private List<String> tombstones() {
        return Dump.of(redis).keys("t");
    }
}
