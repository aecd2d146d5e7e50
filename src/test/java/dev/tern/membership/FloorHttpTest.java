package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.site.AudienceConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class FloorHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";
    private static final String BUYERS = """
            {"event": "purchase", "within": "30d"}""";
    private static final String NOBODY = """
            {"event": "refund", "within": "30d"}""";

    private final Instant now = Instant.now();
    private final List<String> visitors =
            Stream.generate(TestSite::newVisitor).limit(3).toList();

    private TestSite site;

    @BeforeEach
    void create() {
        site = TestSite.create("opt-out", ", \"minimumAudienceSize\": 3")
                .audience("fans", FANS)
                .audience("buyers", BUYERS)
                .audience("nobody", NOBODY);
    }

    @Test
    void withholdsAnAudienceOfFewerThanTheFloor() {
        view(0, 1);

        awaitStored(visitors.get(1), "fans");
        get("/audiences/fans/size")
                .statusCode(200)
                .body("size", nullValue())
                .body("lessThan", equalTo(3))
                .body("$", hasKey("size"));
        for (String path : List.of(
                "/audiences/fans/members",
                "/audiences/fans/members/" + visitors.get(0),
                "/visitors/" + visitors.get(0) + "/audiences/fans/explanation")) {
            get(path)
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("detail", containsString("fewer than 3 members"));
        }
        admin().accept("application/x-ndjson")
                .get(site.path("/audiences/fans/members"))
                .then()
                .statusCode(403)
                .body(containsString("fewer than 3 members"));
        lookup(visitors.get(0), "").body("audiences", empty()).body("withheld", equalTo(true));
        lookup(visitors.get(0), "?at=" + now.plus(Duration.ofDays(1)))
                .body("audiences", empty())
                .body("withheld", equalTo(true));
        lookup(TestSite.newVisitor(), "").body("withheld", equalTo(true));
        lookups(visitors.get(0)).body("results[0].audiences", empty()).body("withheld", equalTo(true));
    }

    @Test
    void showsItFromTheFloorOnAndAgainNotBelow() {
        view(0, 1);
        awaitStored(visitors.get(1), "fans");
        lookup(visitors.get(0), "").body("withheld", equalTo(true));

        view(2);

        site.awaitAudiences(visitors.get(0), "fans");
        get("/audiences/fans/size").body("size", equalTo(3)).body("$", not(hasKey("lessThan")));
        get("/audiences/fans/members").statusCode(200).body("members", hasSize(3));
        get("/audiences/fans/members/" + visitors.get(0)).statusCode(200);
        get("/visitors/" + visitors.get(0) + "/audiences/fans/explanation").statusCode(200);
        assertEquals(
                3,
                admin().accept("application/x-ndjson")
                        .get(site.path("/audiences/fans/members"))
                        .asString()
                        .lines()
                        .count());
        lookup(visitors.get(0), "").body("$", not(hasKey("withheld")));
        lookups(visitors.get(0)).body("results[0].audiences", contains("fans")).body("$", not(hasKey("withheld")));

        admin().delete(site.path("/visitors/" + visitors.get(2))).then().statusCode(204);

        TestSite.await("withheld again", () -> site.audiencesOf(visitors.get(0)).isEmpty());
        lookup(visitors.get(0), "").body("withheld", equalTo(true));
        get("/audiences/fans/members").statusCode(403);
    }

    @Test
    void saysNothingOfAnAudienceWithoutAnybody() {
        view(0, 1, 2);

        site.awaitAudiences(visitors.get(0), "fans");
        lookup(visitors.get(0), "").body("$", not(hasKey("withheld")));
        get("/audiences/nobody/size").body("size", nullValue()).body("lessThan", equalTo(3));
        get("/audiences/nobody/members").statusCode(403);
    }

    @Test
    void leavesOutOnlyWhatIsBelow() {
        view(0, 1, 2);
        site.event(visitors.get(0), "purchase", now);

        awaitStored(visitors.get(0), "buyers", "fans");
        TestSite.await(
                "shown and withheld", () -> site.audiencesOf(visitors.get(0)).equals(List.of("fans")));
        lookup(visitors.get(0), "").body("withheld", equalTo(true));
    }

    /** So many that it is counted again only after a while. */
    @Test
    void showsALargeAudience() {
        List<String> many = viewOfMany(now);

        TestSite.await("all shown", () -> many.stream()
                .allMatch(visitor -> site.audiencesOf(visitor).equals(List.of("fans"))));
        get("/audiences/fans/size").body("size", equalTo(150));
    }

    private List<String> viewOfMany(Instant time) {
        List<String> many = Stream.generate(TestSite::newVisitor).limit(150).toList();
        admin().body(many.stream()
                        .map(visitor ->
                                "{\"visitor\": \"%s\", \"event\": \"view\", \"time\": \"%s\"}".formatted(visitor, time))
                        .collect(Collectors.joining(",", "[", "]")))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(150));
        return many;
    }

    /** Though there is time to spare while it is large. */
    @Test
    void withholdsALargeAudienceWhoseMembersAllEnd() {
        site.audience("guests", """
                {"event": "view", "within": "1h"}""");
        viewOfMany(now.minus(Duration.ofHours(1)).plusSeconds(3));
        view(0);

        TestSite.await("shown", () -> site.audiencesOf(visitors.get(0)).equals(List.of("fans", "guests")));
        TestSite.await("withheld", () -> site.audiencesOf(visitors.get(0)).equals(List.of("fans")));
        get("/audiences/guests/size").body("lessThan", equalTo(3));
    }

    /** An audience that a change of rules makes small is small at once. */
    @Test
    void followsAChangeOfTheFloorAtOnce() {
        view(0, 1);
        awaitStored(visitors.get(1), "fans");
        lookup(visitors.get(0), "").body("withheld", equalTo(true));

        settings(2);
        TestSite.await("shown", () -> site.audiencesOf(visitors.get(0)).equals(List.of("fans")));
        settings(3);
        TestSite.await("withheld", () -> site.audiencesOf(visitors.get(0)).isEmpty());
    }

    @Test
    void isAHundredWhereNothingElseIsSaid() {
        AudienceConfig config = new SmallRyeConfigBuilder()
                .withMapping(AudienceConfig.class)
                .build()
                .getConfigMapping(AudienceConfig.class);

        assertEquals(100, config.minimumSize());
    }

    @Test
    void refusesAFloorThatIsNone() {
        for (String floor : List.of("-1", "10001", "1.5", "\"3\"", "true")) {
            admin().body("{\"name\": \"A\", \"domains\": [\"a.example\"], \"minimumAudienceSize\": %s}"
                            .formatted(floor))
                    .put(site.path(""))
                    .then()
                    .statusCode(400)
                    .body("pointer", equalTo("/minimumAudienceSize"))
                    .body("detail", containsString("0 to 10000"));
        }
    }

    private void settings(int floor) {
        admin().body(
                        "{\"name\": \"A\", \"domains\": [\"a.example\"], \"consent\": \"opt-out\", \"minimumAudienceSize\": %d}"
                                .formatted(floor))
                .put(site.path(""))
                .then()
                .statusCode(200)
                .body("minimumAudienceSize", equalTo(floor));
    }

    private void view(int... who) {
        for (int visitor : who) {
            site.event(visitors.get(visitor), "view", now);
        }
    }

    /** What is held of a visitor is shown to the visitor whatever the floor. */
    private void awaitStored(String visitor, String... audiences) {
        TestSite.await("held", () -> admin().get(site.path("/visitors/" + visitor))
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("audiences.id")
                .equals(List.of(audiences)));
        assertTrue(audiences.length > 0);
    }

    private ValidatableResponse get(String path) {
        return admin().get(site.path(path)).then();
    }

    private ValidatableResponse lookup(String visitor, String query) {
        return get("/visitors/" + visitor + "/audiences" + query).statusCode(200);
    }

    private ValidatableResponse lookups(String visitor) {
        return admin().body("{\"visitors\": [\"%s\"]}".formatted(visitor))
                .post(site.path("/lookups"))
                .then()
                .statusCode(200);
    }
}
