package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.newVisitor;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class ExplanationHttpTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String visitor = newVisitor();

    private Response explain(TestSite site, String audience, Instant at) {
        return admin().queryParam("at", at.toString())
                .get(site.path("/visitors/%s/audiences/%s/explanation".formatted(visitor, audience)));
    }

    private void send(TestSite site, String event, Instant time, String value) {
        admin().body("""
                        [{"visitor": "%s", "event": "%s", "time": "%s", "value": %s}]
                        """.formatted(visitor, event, time, value))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1));
    }

    @Test
    void saysWhyNotAndWhenThatChanges() {
        TestSite site = TestSite.create("opt-out").audience("lost", """
                {"all": [{"event": "cart", "within": "30d"}, {"not": {"event": "purchase", "within": "7d"}}]}""");
        Instant cart = now.minus(Duration.ofDays(2));
        Instant purchase = now.minus(Duration.ofDays(1));
        site.event(visitor, "cart", cart).event(visitor, "purchase", purchase);
        Instant back = purchase.plus(Duration.ofDays(7));
        Instant out = cart.plus(Duration.ofDays(30));

        Response why = explain(site, "lost", now.plus(Duration.ofHours(1)));

        why.then()
                .statusCode(200)
                .body("visitor", equalTo(visitor))
                .body("audience", equalTo("lost"))
                .body("member", equalTo(false))
                .body("$", not(hasKey("until")))
                .body("next", equalTo(back.toString()))
                .body(
                        "description",
                        equalTo(
                                "Did cart at least once in the last 30 days, and did not do purchase in the last 7 days."))
                .body("rule.holds", equalTo(false))
                .body("rule.timeline.from", equalTo(List.of(cart.toString(), back.toString())))
                .body("rule.timeline.until", equalTo(List.of(purchase.toString(), out.toString())))
                .body("rule.parts.holds", equalTo(List.of(true, false)))
                .body("rule.parts[0].events.time", equalTo(List.of(cart.toString())))
                .body("rule.parts[1].parts[0].events.time", equalTo(List.of(purchase.toString())));
        explain(site, "lost", back)
                .then()
                .body("member", equalTo(true))
                .body("from", equalTo(back.toString()))
                .body("until", equalTo(out.toString()))
                .body("next", equalTo(out.toString()));
        explain(site, "lost", out).then().body("member", equalTo(false)).body("$", not(hasKey("next")));
    }

    @Test
    void showsWhatASumIsMadeOf() {
        TestSite site = TestSite.create("opt-out").audience("big", """
                {"event": "purchase", "sum": {"of": "value", "atLeast": 200}, "within": "90d"}""");
        send(site, "purchase", now.minus(Duration.ofDays(3)), "149.95");
        send(site, "purchase", now.minus(Duration.ofDays(1)), "50.05");

        Response why = explain(site, "big", now.plusSeconds(60));

        why.then()
                .body("member", equalTo(true))
                .body("rule.events.size()", equalTo(2))
                .body("rule.events[0].number.toDouble()", closeTo(149.95, 0))
                .body("rule.events[1].number.toDouble()", closeTo(50.05, 0.001));
    }

    @Test
    void takesSequencesAndOtherAudiencesApart() {
        TestSite site = TestSite.create("opt-out").audience("funnel", """
                        {"sequence": [{"event": "view"}, {"event": "cart", "after": "1h"}], "within": "7d"}""").audience("of", """
                        {"all": [{"audience": "funnel"}]}""");
        Instant view = now.minus(Duration.ofHours(3));
        Instant cart = now.minus(Duration.ofHours(1));
        site.event(visitor, "view", view).event(visitor, "cart", cart);

        Response why = explain(site, "of", now.plusSeconds(60));

        String funnel = "rule.parts[0].parts[0]";
        why.then()
                .body("member", equalTo(false))
                .body("rule.parts[0].description", equalTo("Is in funnel."))
                .body(
                        funnel + ".description",
                        equalTo("Did view, then cart within 1 hour, the last of them in the last 7 days."))
                .body(funnel + ".holds", equalTo(false))
                .body(funnel + ".timeline", equalTo(List.of()))
                .body(funnel + ".parts.events.time.flatten()", equalTo(List.of(view.toString(), cart.toString())));
        site.event(visitor, "view", cart.minusSeconds(60));
        explain(site, "of", now.plusSeconds(60)).then().body("member", equalTo(true));
    }

    @Test
    void saysThatOnlyTheKeepHoldsAVisitor() {
        TestSite site = TestSite.create("opt-out");
        admin().body("{\"name\": \"Kept\", \"rule\": {\"event\": \"view\", \"within\": \"1h\"}, \"keep\": \"2d\"}")
                .put(site.path("/audiences/kept"));
        site.event(visitor, "view", now.minusSeconds(10));

        Response why = explain(site, "kept", now.plus(Duration.ofDays(1)));

        why.then().body("member", equalTo(true)).body("keep", equalTo("2d")).body("rule.holds", equalTo(false));
    }

    @Test
    void explainsAVisitorOfWhomNothingIsKnown() {
        TestSite site = TestSite.create("opt-out").audience("some", """
                {"event": "view", "within": "1h"}""");

        Response why = explain(site, "some", now.plusSeconds(60));

        assertEquals(200, why.statusCode());
        why.then().body("member", equalTo(false)).body("rule.events", equalTo(List.of()));
        explain(site, "no-such", now.plusSeconds(60)).then().statusCode(404);
        admin().get(site.path("/visitors/nobody/audiences/some/explanation"))
                .then()
                .statusCode(400);
    }
}
