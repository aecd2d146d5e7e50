package dev.tern.collect;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class WithdrawalHttpTest {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";

    @Inject
    MeterRegistry metrics;

    @ParameterizedTest
    @CsvSource({
        "consent=denied,,",
        "consent=granted&consent=denied,,",
        "us_privacy=1YYN,,",
        "consent=granted,Sec-GPC,1",
        "consent=granted,DNT,1",
    })
    void removesWhoRefuses(String query, String header, String value) {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = fan(site);
        String visitor = TestSite.visitor(cookie);
        double before = withdrawals();

        var browser = given().urlEncodingEnabled(false).header("Cookie", cookie);
        Response answer = (header == null ? browser : browser.header(header, value))
                .get("/p/%s.gif?e=view&%s".formatted(site.id(), query));

        String expired = answer.header("Set-Cookie");
        assertEquals(43, answer.asByteArray().length);
        assertTrue(expired.startsWith("tern-" + site.id() + "=; Path=/; Max-Age=0;"), expired);
        long refused = System.nanoTime();
        TestSite.await("gone", () -> isGone(site, visitor));
        assertTrue(System.nanoTime() - refused < WITHIN.toNanos());
        assertEquals(List.of(), site.audiencesOf(visitor));
        assertEquals(before + 1, withdrawals());
        send(site, visitor, "\"granted\"").body("refused.reason", contains("withdrawn"));
    }

    @Test
    void removesWhoHasOptedOut() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);

        Response answer = site.hit(cookie + "; tern-optout-" + site.id() + "=1", "e=view");

        assertTrue(answer.header("Set-Cookie").contains("Max-Age=0"));
        TestSite.await("gone", () -> isGone(site, TestSite.visitor(cookie)));
    }

    /** A banner that has not answered yet, or a string that was cut, wipes nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "consent=maybe",
                "ad_storage=denied&ad_user_data=denied&ad_personalization=denied",
                "gdpr=1",
                "gdpr=1&gdpr_consent=CQ",
                "gpp=DBAB",
                "us_privacy=nonsense",
                "consent=$%7BCONSENT%7D"
            })
    void keepsWhoMerelyDoesNotAgree(String query) {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = fan(site);

        Response answer = site.hit(cookie, "e=view&" + query);

        assertNull(answer.header("Set-Cookie"));
        site.hit(cookie, "e=view&consent=granted");
        site.awaitAudiences(TestSite.visitor(cookie), "fans");
    }

    @Test
    void removesNobodyByAForgedCookie() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = fan(site);
        String forged = cookie.substring(0, cookie.length() - 2) + (cookie.endsWith("AA") ? "BA" : "AA");

        Response answer = site.hit(forged, "e=view&consent=denied");

        assertNull(answer.header("Set-Cookie"));
        assertEquals(List.of("fans"), site.audiencesOf(TestSite.visitor(cookie)));
    }

    @Test
    void takesNoNotesOfWhoWasNeverStored() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        double before = withdrawals();

        Response answer = site.hit("e=view&consent=denied");

        assertNull(answer.header("Set-Cookie"));
        assertEquals(before, withdrawals());
    }

    @Test
    void givesWhoComesBackANewId() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = fan(site);
        site.hit(cookie, "e=view&consent=denied");
        TestSite.await("gone", () -> isGone(site, TestSite.visitor(cookie)));

        String next = site.cookie(site.hit(cookie, "e=view&consent=granted"));

        assertNotEquals(TestSite.visitor(cookie), TestSite.visitor(next));
    }

    @Test
    void removesWhomAServerReportsToRefuse() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String visitor = TestSite.visitor(fan(site));

        send(site, visitor, "{\"gpc\": 1}").body("refused.reason", contains("consent"));

        assertTrue(isGone(site, visitor));
        send(site, visitor, "\"granted\"").body("refused.reason", contains("withdrawn"));
    }

    /** A browser that has been seen, with its cookie. */
    private static String fan(TestSite site) {
        String cookie = site.cookie(site.hit("e=view&consent=granted"));
        site.awaitAudiences(TestSite.visitor(cookie), "fans");
        return cookie;
    }

    private static boolean isGone(TestSite site, String visitor) {
        return "withdrawn".equals(admin().get(site.path("/visitors/" + visitor)).path("gone"));
    }

    private static ValidatableResponse send(TestSite site, String visitor, String consent) {
        return admin().body("""
                        [{"visitor": "%s", "event": "view", "time": "%s", "consent": %s}]""".formatted(visitor, Instant.now(), consent))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(0));
    }

    private double withdrawals() {
        return metrics.get("tern.withdrawals").counter().count();
    }
}
