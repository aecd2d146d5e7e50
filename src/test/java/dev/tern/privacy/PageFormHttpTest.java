package dev.tern.privacy;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.metric;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the visitor's page does, and for whom it does not. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PageFormHttpTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";
    /** The form waits for 5 seconds, each question for 1. */
    private static final int AWAY_MILLIS = 10_000;

    private static final String ATTRIBUTES = "; HttpOnly; SameSite=Lax";

    @Inject
    SharedRedis redis;

    private static String path(TestSite site) {
        return "/privacy/" + site.id();
    }

    private static String optOut(TestSite site) {
        return "tern-optout-" + site.id() + "=1";
    }

    private static RequestSpecification browser(String cookies) {
        RequestSpecification browser = given().redirects().follow(false).contentType(FORM + "; charset=UTF-8");
        return cookies.isEmpty() ? browser : browser.header("Cookie", cookies);
    }

    private static String token(TestSite site, String cookies) {
        return Jsoup.parse(browser(cookies).get(path(site)).asString())
                .select("form [name=token]")
                .val();
    }

    /** Presses a button of the page. */
    private static Response press(TestSite site, String cookies, String action) {
        return browser(cookies)
                .formParam("token", token(site, cookies))
                .formParam("action", action)
                .post(path(site));
    }

    /** A browser that has been seen, with its cookie. */
    private static String fan(TestSite site) {
        String cookie = site.cookie(site.hit("e=view&consent=granted"));
        site.awaitAudiences(TestSite.visitor(cookie), "fans");
        return cookie;
    }

    private Map<String, String> aboutIt(String cookie) {
        return Dump.of(redis).about(VisitorId.parse(TestSite.visitor(cookie)).orElseThrow());
    }

    private static String gone(TestSite site, String cookie) {
        return admin().get(site.path("/visitors/" + TestSite.visitor(cookie))).path("gone");
    }

    private static double done(String action) {
        return metric("tern_page_actions_total{action=\"%s\"}".formatted(action));
    }

    private static void assertLeadsTo(TestSite site, String done, Response answer) {
        assertEquals(303, answer.statusCode());
        assertEquals(path(site) + "?done=" + done, answer.header("Location"));
        assertEquals("no-store", answer.header("Cache-Control"));
    }

    private static void assertSays(TestSite site, String cookies, String done, String status) {
        String page = browser(cookies).queryParam("done", done).get(path(site)).asString();
        assertEquals(status, Jsoup.parse(page).select("[role=status]").text());
    }

    @Test
    void optsOutAtOnceAndKeepsItSo() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);
        double before = done("opt-out");

        Response answer = press(site, cookie, "opt-out");

        assertLeadsTo(site, "opt-out", answer);
        assertEquals(
                List.of(
                        optOut(site) + "; Path=/; Max-Age=34560000" + ATTRIBUTES,
                        "tern-" + site.id() + "=; Path=/; Max-Age=0" + ATTRIBUTES),
                answer.headers().getValues("Set-Cookie"));
        assertEquals(Map.of(), aboutIt(cookie));
        assertEquals("erased", gone(site, cookie));
        assertEquals(before + 1, done("opt-out"));
        assertSays(
                site,
                optOut(site),
                "opt-out",
                "You have opted out. Everything that was kept of you is erased, and nothing will be kept.");
        Map<String, String> kept = Dump.of(redis).without("{indexing}");
        Response hit = site.hit(optOut(site), "e=view&consent=granted");
        assertNull(hit.header("Set-Cookie"));
        assertEquals(kept, Dump.of(redis).without("{indexing}"));
    }

    @Test
    void optsInAgain() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = press(site, optOut(site), "opt-in");

        assertLeadsTo(site, "opt-in", answer);
        assertEquals(
                List.of("tern-optout-" + site.id() + "=; Path=/; Max-Age=0" + ATTRIBUTES),
                answer.headers().getValues("Set-Cookie"));
        assertSays(site, "", "opt-in", "Your opt-out is taken back.");
        fan(site);
    }

    @Test
    void erasesWithoutAnOptOut() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);
        assertFalse(aboutIt(cookie).isEmpty());

        Response answer = press(site, cookie, "erase");

        assertLeadsTo(site, "erase", answer);
        assertEquals(
                List.of("tern-" + site.id() + "=; Path=/; Max-Age=0" + ATTRIBUTES),
                answer.headers().getValues("Set-Cookie"));
        assertEquals(Map.of(), aboutIt(cookie));
        assertEquals("erased", gone(site, cookie));
        assertSays(
                site,
                "",
                "erase",
                "Everything that was kept of you is erased, and your browser has no ID of this site any more.");
        fan(site);
    }

    @Test
    void optsOutWhoHasNoId() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = press(site, "", "opt-out");

        assertLeadsTo(site, "opt-out", answer);
        assertTrue(answer.headers().getValues("Set-Cookie").getFirst().startsWith(optOut(site)));
    }

    @Test
    void erasesOnOneSiteAlone() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        TestSite other = TestSite.create("opt-out").audience("fans", FANS);
        String cookies = fan(site) + "; " + fan(other);

        press(site, cookies, "opt-out").then().statusCode(303);

        String others = cookies.substring(cookies.indexOf("; ") + 2);
        assertEquals(List.of("fans"), other.audiencesOf(TestSite.visitor(others)));
    }

    /** An address that somebody made up. */
    @Test
    void saysNothingDoneThatIsNot() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);

        assertSays(site, cookie, "erase", "");
        assertSays(site, cookie, "opt-out", "");
        assertSays(site, optOut(site), "opt-in", "");
        assertSays(site, cookie, "<b>", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "AAAAAAAAAAAAAAAAAAAAAA", "no token", "of nobody", "of another visitor", "of another site"})
    void refusesAFormWithoutTheTokenOfTheVisitorAndTheSite(String kind) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        TestSite other = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);
        String token =
                switch (kind) {
                    case "of nobody" -> token(site, "");
                    case "of another visitor" -> token(site, fan(site));
                    case "of another site" -> token(other, cookie.replace("tern-" + site.id(), "tern-" + other.id()));
                    default -> kind;
                };

        RequestSpecification form = browser(cookie).formParam("action", "erase");
        Response answer = (kind.equals("no token") ? form : form.formParam("token", token)).post(path(site));

        assertRefused(answer, 403);
        assertEquals(List.of("fans"), site.audiencesOf(TestSite.visitor(cookie)));
    }

    /** Of who has no ID the token is that of the site, so it must not open the form of who has one, nor that of another site. */
    @Test
    void refusesATokenOfAnotherSiteWhereThereIsNoId() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        TestSite other = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = browser("")
                .formParam("token", token(other, ""))
                .formParam("action", "opt-out")
                .post(path(site));

        assertRefused(answer, 403);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, null",
        "Origin, https://evil.example",
        "Origin, http://localhost:1",
        "Origin, http://localhost",
        "Origin, http://localhost.evil.example:PORT",
        "Origin, ftp://localhost:PORT",
        "Origin, not an origin",
        "Origin, ''",
        "Sec-Fetch-Site, cross-site",
    })
    void refusesAFormOfAnotherPage(String header, String value) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);

        Response answer = browser(cookie)
                .header(header, value.replace("PORT", String.valueOf(RestAssured.port)))
                .formParam("token", token(site, cookie))
                .formParam("action", "opt-out")
                .post(path(site));

        assertRefused(answer, 403);
        assertEquals(List.of("fans"), site.audiencesOf(TestSite.visitor(cookie)));
    }

    /** TLS ends before Tern, which is asked over plain HTTP for a page that the browser has over HTTPS. */
    @ParameterizedTest
    @CsvSource({
        "tern.shop.example, https://tern.shop.example",
        "tern.shop.example, http://tern.shop.example",
        "TERN.shop.example, https://tern.shop.example",
        "tern.shop.example:443, https://tern.shop.example",
        "tern.shop.example:8443, https://tern.shop.example:8443",
    })
    void takesAFormOfItsOwnPage(String host, String origin) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = browser("")
                .header("Host", host)
                .header("Origin", origin)
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("token", token(site, ""))
                .formParam("action", "opt-out")
                .post(path(site));

        assertLeadsTo(site, "opt-out", answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "text/plain", "application/json"})
    void refusesWhatIsNoForm(String type) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        RequestSpecification sent = given().contentType(type);
        String token = token(site, "");

        Response answer = (type.startsWith("multipart")
                        ? sent.multiPart("action", "opt-out").multiPart("token", token)
                        : sent.body("action=opt-out&token=" + token))
                .post(path(site));

        assertRefused(answer, 415);
    }

    @Test
    void refusesAFormWithoutEnd() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = browser("").body("a=" + "b".repeat(4 * 1024)).post(path(site));

        assertRefused(answer, 413);
    }

    @Test
    void refusesAnActionThatNobodyKnows() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        assertRefused(press(site, "", "opt-up"), 400);
    }

    @Test
    void refusesAFormOfASiteThatIsNotThere() {
        Response answer = browser("").formParam("action", "opt-out").post("/privacy/nowhere");

        assertRefused(answer, 404);
    }

    private static void assertRefused(Response answer, int status) {
        assertEquals(status, answer.statusCode());
        assertNull(answer.header("Set-Cookie"));
        assertEquals(1, Jsoup.parse(answer.asString()).select("main h1").size());
        assertEquals("DENY", answer.header("X-Frame-Options"));
    }

    /** Redis hangs for longer than the page waits for an erasure, which happens all the same. */
    @Test
    void saysSoWhileTheStoreIsAway() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);
        String token = token(site, cookie);
        SharedRedis.await(redis.send(
                Request.cmd(Command.CLIENT).arg("PAUSE").arg(AWAY_MILLIS).arg("ALL")));

        Response form = browser(cookie)
                .formParam("token", token)
                .formParam("action", "opt-out")
                .post(path(site));
        Response page = browser(cookie).get(path(site));
        Response data = browser(cookie).get(path(site) + "/data");

        for (Response answer : List.of(form, page, data)) {
            assertRefused(answer, 503);
            assertEquals("1", answer.header("Retry-After"));
        }
        TestSite.await("erased", () -> "erased".equals(gone(site, cookie)));
        TestSite.await("gone", () -> aboutIt(cookie).isEmpty());
    }
}
