package dev.tern.audience;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.site;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What saving would answer, what rules may name, and from when on answers miss nothing. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class CheckHttpTest {
    private static final Duration SLACK = Duration.ofSeconds(20);

    private static String body(String rule) {
        return "{\"name\":\"An audience\",\"rule\":%s}".formatted(rule);
    }

    private static String once(String event, String within) {
        return "{\"event\":\"%s\",\"within\":\"%s\"}".formatted(event, within);
    }

    private static Response put(String site, String audience, String rule) {
        return as(ADMIN, body(rule)).put("/v1/sites/%s/audiences/%s".formatted(site, audience));
    }

    private static Response check(String site, String rule) {
        return as(ADMIN, body(rule)).post("/v1/sites/%s/audiences:check".formatted(site));
    }

    private static Instant completeFrom(Response response) {
        return Instant.parse(response.path("completeFrom"));
    }

    /** That it is so long from now, give or take what a test takes. */
    private static void assertIn(Duration expected, Response response) {
        Instant from = completeFrom(response);
        Duration off = Duration.between(Instant.now().plus(expected), from).abs();
        assertTrue(off.compareTo(SLACK) < 0, from + " is not in " + expected);
    }

    @Test
    void saysWhatSavingWouldAndStoresNothing() {
        site("chk-nothing");
        String rule = "{\"all\":[" + once("cart", "30d") + ",{\"not\":" + once("purchase", "7d") + "}]}";

        Response checked = check("chk-nothing", rule);

        checked.then()
                .statusCode(200)
                .body("name", equalTo("An audience"))
                .body(
                        "description",
                        equalTo(
                                "Did cart at least once in the last 30 days, and did not do purchase in the last 7 days."))
                .body("traits.description", equalTo(List.of("Times of cart.", "Times of purchase.")))
                .body("traits.exists", equalTo(List.of(false, false)))
                .body("traits[0]", not(hasKey("since")));
        assertIn(Duration.ofDays(30), checked);
        as(ADMIN).get("/v1/sites/chk-nothing/audiences").then().body("audiences", equalTo(List.of()));
        check("chk-nothing", rule).then().body("traits.exists", equalTo(List.of(false, false)));
    }

    @Test
    void namesTheTraitsThatOthersKeepAlready() {
        site("chk-shared");
        put("chk-shared", "buyers", once("purchase", "30d"));

        Response checked = check(
                "chk-shared",
                "{\"any\":[" + once("purchase", "7d")
                        + ",{\"event\":\"purchase\",\"sum\":{\"of\":\"value\",\"atLeast\":200},\"within\":\"90d\"}"
                        + ",{\"event\":\"purchase\",\"days\":{\"atLeast\":2},\"within\":\"90d\"}"
                        + ",{\"sequence\":[{\"event\":\"cart\"},{\"event\":\"purchase\",\"after\":\"1h\"}],\"within\":\"7d\"}]}");

        checked.then()
                .statusCode(200)
                .body(
                        "traits.description",
                        equalTo(List.of(
                                "Days of purchase.",
                                "Times and value of purchase.",
                                "Times in sequence of cart.",
                                "Times in sequence of purchase.",
                                "Times of purchase.")))
                .body("traits.exists", equalTo(List.of(false, false, false, false, true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"all":[{"event":"a","within":"1d"},{"event":"b","within":"541d"}]} | /rule/all/1/within
            {"audience":"nobody"} | /rule/audience
            {"not":{"event":"a","within":"1d"}} | /rule
            """)
    void refusesWhatSavingWouldAtTheSamePlace(String rule, String pointer) {
        site("chk-refused");

        Response checked = check("chk-refused", rule);

        checked.then().statusCode(400).contentType("application/problem+json").body("pointer", equalTo(pointer));
        put("chk-refused", "it", rule).then().statusCode(400).body("pointer", equalTo(pointer));
    }

    @Test
    void refusesCirclesByThePlaceThatClosesThem() {
        site("chk-circle");
        put("chk-circle", "a", once("x", "1d"));
        put("chk-circle", "b", "{\"any\":[{\"audience\":\"a\"}]}").then().statusCode(201);
        put("chk-circle", "c", "{\"audience\":\"b\"}").then().statusCode(201);
        String circle = "{\"any\":[" + once("x", "1d") + ",{\"all\":[{\"audience\":\"c\"}]}]}";

        Response refused = put("chk-circle", "a", circle);

        refused.then().statusCode(400).body("pointer", equalTo("/rule/any/1/all/0/audience"));
        put("chk-circle", "self", "{\"audience\":\"self\"}").then().statusCode(400);
        as(ADMIN, body(circle))
                .queryParam("audience", "a")
                .post("/v1/sites/chk-circle/audiences:check")
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/rule/any/1/all/0/audience"));
        check("chk-circle", circle).then().statusCode(200);
    }

    @Test
    void refusesAudiencesThatLeadTooFar() {
        site("chk-deep");
        put("chk-deep", "a0", once("x", "1d"));
        for (int i = 1; i <= 8; i++) {
            put("chk-deep", "a" + i, "{\"audience\":\"a%d\"}".formatted(i - 1))
                    .then()
                    .statusCode(201);
        }

        Response tooDeep = put("chk-deep", "a9", "{\"audience\":\"a8\"}");

        tooDeep.then().statusCode(400).body("pointer", equalTo("/rule"));
        put("chk-deep", "deeper", once("x", "1d")).then().statusCode(201);
        put("chk-deep", "a0", "{\"audience\":\"deeper\"}")
                .then()
                .statusCode(400)
                .body("detail", equalTo("/rule: audience a8: at most 8 audiences within each other"));
    }

    @Test
    void deletesNoAudienceThatOthersName() {
        site("chk-named");
        put("chk-named", "inner", once("x", "1d"));
        put("chk-named", "outer", "{\"audience\":\"inner\"}");

        Response refused = as(ADMIN).delete("/v1/sites/chk-named/audiences/inner");

        refused.then().statusCode(409).body("detail", equalTo("Other audiences are defined by this one: outer"));
        as(ADMIN).delete("/v1/sites/chk-named/audiences/outer").then().statusCode(204);
        as(ADMIN).delete("/v1/sites/chk-named/audiences/inner").then().statusCode(204);
    }

    @Test
    void isCompleteFromWhenTheLongestMemoryIsFull() {
        site("chk-complete");

        Response simple = put("chk-complete", "simple", once("a", "12h"));

        assertIn(Duration.ofHours(12), simple);
        assertIn(
                Duration.ofDays(37),
                as(ADMIN, "{\"name\":\"k\",\"rule\":" + once("b", "30d") + ",\"keep\":\"7d\"}")
                        .put("/v1/sites/chk-complete/audiences/kept"));
        assertIn(
                Duration.ofDays(9),
                put(
                        "chk-complete",
                        "chain",
                        "{\"sequence\":[{\"event\":\"c\"},{\"event\":\"d\",\"after\":\"2d\"}],\"within\":\"7d\"}"));
        assertIn(Duration.ofDays(37), put("chk-complete", "of", "{\"audience\":\"kept\"}"));
    }

    @Test
    void hasThePastOfWhatOthersAskedAboutButNoMore() {
        site("chk-past");
        Instant first = completeFrom(put("chk-past", "first", once("a", "30d")));

        Response same = put("chk-past", "same", once("a", "30d"));

        assertEquals(first, completeFrom(same));
        assertEquals(
                first.minus(Duration.ofDays(23)),
                completeFrom(put("chk-past", "shorter", once("a", "7d"))).plus(Duration.ZERO));
        assertTrue(completeFrom(put("chk-past", "longer", once("a", "60d"))).isAfter(first.plus(Duration.ofDays(30))));
        String twice = "{\"event\":\"a\",\"times\":{\"atLeast\":2},\"within\":\"30d\"}";
        assertTrue(completeFrom(put("chk-past", "twice", twice)).isAfter(first));
        assertEquals(first, completeFrom(put("chk-past", "same", once("a", "30d"))), "saved again");
        assertEquals(first, completeFrom(as(ADMIN).get("/v1/sites/chk-past/audiences/same")));
    }

    @Test
    void beginsAnewWhereNobodyAskedInBetween() {
        site("chk-anew");
        Instant before = completeFrom(put("chk-anew", "it", once("a", "30d")));
        as(ADMIN).delete("/v1/sites/chk-anew/audiences/it");

        Response again = put("chk-anew", "it", once("a", "30d"));

        assertTrue(completeFrom(again).isAfter(before));
    }

    @Test
    void isAsIncompleteAsTheAudienceThatItNames() {
        site("chk-follows");
        put("chk-follows", "inner", once("a", "1d"));
        put("chk-follows", "outer", "{\"audience\":\"inner\"}");

        put("chk-follows", "inner", once("b", "9d"));

        assertIn(Duration.ofDays(9), as(ADMIN).get("/v1/sites/chk-follows/audiences/outer"));
    }
}
