package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.newVisitor;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class LookupHttpTest {
    private static final String SAW_THE_CART_AND_DID_NOT_BUY = """
            {"all": [{"event": "cart", "within": "30d"}, {"not": {"event": "purchase", "within": "7d"}}]}""";
    private static final String BOUGHT = """
            {"event": "purchase", "within": "30d"}""";

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Test
    void knowsWhenAVisitorLeavesAndComesBack() {
        TestSite site = TestSite.create("opt-out").audience("lost", SAW_THE_CART_AND_DID_NOT_BUY);
        String visitor = newVisitor();
        Instant cart = now().minus(Duration.ofDays(2));
        Instant purchase = now().minus(Duration.ofDays(1));

        site.event(visitor, "cart", cart);
        assertEquals(List.of("lost"), site.audiencesOf(visitor));
        site.event(visitor, "purchase", purchase);

        Instant back = purchase.plus(Duration.ofDays(7));
        Instant out = cart.plus(Duration.ofDays(30));
        assertEquals(List.of(), site.audiencesOf(visitor));
        assertEquals(List.of(), site.audiencesOf(visitor, back.minusMillis(1)));
        assertEquals(List.of("lost"), site.audiencesOf(visitor, back));
        assertEquals(List.of("lost"), site.audiencesOf(visitor, out.minusMillis(1)));
        assertEquals(List.of(), site.audiencesOf(visitor, out));
        admin().queryParam("at", back.toString())
                .get(site.path("/visitors/" + visitor + "/audiences"))
                .then()
                .body("visitor", equalTo(visitor))
                .body("at", equalTo(back.toString()))
                .body("audiences[0].from", equalTo(back.toString()))
                .body("audiences[0].until", equalTo(out.toString()));
    }

    @Test
    void readsAFewMinutesAgoAsNowAndRefusesWhatIsFartherOff() {
        TestSite site = TestSite.create("opt-out");
        String path = site.path("/visitors/" + newVisitor() + "/audiences");
        Instant before = now();

        String at = admin().queryParam("at", now().minusSeconds(200).toString())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("at");

        assertTrue(!Instant.parse(at).isBefore(before), at);
        for (Object wrong :
                List.of(now().minusSeconds(400), now().plus(Duration.ofDays(541)), "tomorrow", "1700000000")) {
            admin().queryParam("at", wrong.toString())
                    .get(path)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", containsString("540 days"));
        }
    }

    @Test
    void answersManyInTheOrderAsked() {
        TestSite site =
                TestSite.create("opt-out").audience("buyers", BOUGHT).audience("lost", SAW_THE_CART_AND_DID_NOT_BUY);
        String buyer = newVisitor();
        String stranger = newVisitor();
        String lost = newVisitor();
        site.event(buyer, "purchase", now()).event(lost, "cart", now());

        String body = """
                {"visitors": ["%s", "%s", "%s", "%s"]%s}""";
        admin().body(body.formatted(lost, stranger, buyer, lost, ""))
                .post(site.path("/lookups"))
                .then()
                .statusCode(200)
                .body("results.visitor", equalTo(List.of(lost, stranger, buyer, lost)))
                .body(
                        "results.audiences",
                        equalTo(List.of(List.of("lost"), List.of(), List.of("buyers"), List.of("lost"))));
        admin().body(body.formatted(lost, stranger, buyer, lost, ", \"audiences\": [\"buyers\", \"no-such\"]"))
                .post(site.path("/lookups"))
                .then()
                .statusCode(200)
                .body("results.audiences", equalTo(List.of(List.of(), List.of(), List.of("buyers"), List.of())));
        admin().body(body.formatted(
                        lost, stranger, buyer, lost, ", \"at\": \"" + now().plus(Duration.ofDays(31)) + "\""))
                .post(site.path("/lookups"))
                .then()
                .statusCode(200)
                .body("results.audiences", equalTo(List.of(List.of(), List.of(), List.of(), List.of())));
    }

    @Test
    void refusesALookupByThePlaceThatIsWrong() {
        TestSite site = TestSite.create("opt-out");
        String visitor = newVisitor();
        String tooMany = String.join("\", \"", Collections.nCopies(1_001, visitor));

        refused(site, "{\"visitors\": [\"%s\", \"nobody\"]}".formatted(visitor), "/visitors/1");
        refused(site, "{\"visitors\": [\"%s\"]}".formatted(tooMany), "/visitors");
        refused(site, "{\"visitors\": []}", "/visitors");
        refused(site, "{}", "/visitors");
        refused(site, "{\"visitors\": [\"%s\"], \"at\": 7}".formatted(visitor), "/at");
        refused(site, "{\"visitors\": [\"%s\"], \"colour\": 7}".formatted(visitor), "/colour");
        refused(site, "{\"visitors\": [", "");
    }

    private static void refused(TestSite site, String body, String pointer) {
        admin().body(body)
                .post(site.path("/lookups"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("pointer", equalTo(pointer));
    }

    @Test
    void tellsOneMembership() {
        TestSite site = TestSite.create("opt-out").audience("buyers", BOUGHT);
        String visitor = newVisitor();
        Instant time = now().minusSeconds(5);
        site.event(visitor, "purchase", time);

        admin().get(site.path("/audiences/buyers/members/" + visitor))
                .then()
                .statusCode(200)
                .body("from", equalTo(time.toString()))
                .body("until", equalTo(time.plus(Duration.ofDays(30)).toString()));
        admin().get(site.path("/audiences/buyers/members/" + newVisitor()))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        admin().get(site.path("/audiences/no-such/members/" + visitor)).then().statusCode(404);
        admin().get(site.path("/audiences/buyers/members/nobody")).then().statusCode(400);
    }

    @Test
    void listsEveryMemberOnceInPagesAndInLines() {
        TestSite site =
                TestSite.create("opt-out").audience("buyers", BOUGHT).audience("lost", SAW_THE_CART_AND_DID_NOT_BUY);
        var buyers = new TreeSet<String>();
        for (int i = 0; i < 25; i++) {
            String visitor = newVisitor();
            site.event(visitor, i % 5 == 0 ? "cart" : "purchase", now());
            if (i % 5 != 0) {
                buyers.add(visitor);
            }
        }

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            var request = admin().queryParam("limit", 7);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            var page = request.get(site.path("/audiences/buyers/members"))
                    .then()
                    .statusCode(200)
                    .extract();
            paged.addAll(page.path("members.visitor"));
            cursor = page.path("next");
        } while (cursor != null);
        String lines = admin().accept("application/x-ndjson")
                .get(site.path("/audiences/buyers/members"))
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();

        assertEquals(20, paged.size());
        assertEquals(buyers, new TreeSet<>(paged));
        assertEquals(20, lines.lines().count(), lines);
        assertEquals(
                paged,
                lines.lines()
                        .map(line ->
                                io.restassured.path.json.JsonPath.from(line).getString("visitor"))
                        .toList());
        admin().get(site.path("/audiences/buyers/size")).then().statusCode(200).body("size", equalTo(20));
        admin().get(site.path("/audiences/lost/members"))
                .then()
                .body("members.size()", equalTo(5))
                .body("next", nullValue());
    }

    @Test
    void listsOnlyWhoIsAMemberNow() {
        TestSite site = TestSite.create("opt-out").audience("lost", SAW_THE_CART_AND_DID_NOT_BUY);
        String visitor = newVisitor();
        site.event(visitor, "cart", now().minusSeconds(60));

        site.event(visitor, "purchase", now());

        admin().get(site.path("/audiences/lost/members")).then().statusCode(200).body("members.size()", equalTo(0));
        admin().get(site.path("/audiences/lost/size")).then().statusCode(200).body("size", equalTo(0));
    }

    @Test
    void refusesAPageThatIsTooLarge() {
        TestSite site = TestSite.create("opt-out").audience("buyers", BOUGHT);

        for (String limit : List.of("0", "1001", "-1", "many")) {
            admin().queryParam("limit", limit)
                    .get(site.path("/audiences/buyers/members"))
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("1 to 1000"));
        }
        admin().queryParam("cursor", "x")
                .get(site.path("/audiences/buyers/members"))
                .then()
                .statusCode(400);
    }
}
