package dev.tern.privacy;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.consent.Strings;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the visitor's page shows. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PageHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";

    private static Document page(TestSite site, RequestSpecification browser) {
        Response answer = browser.get("/privacy/" + site.id());
        assertEquals(200, answer.statusCode());
        assertEquals("text/html;charset=utf-8", answer.contentType().replace(" ", ""));
        assertNull(answer.header("Set-Cookie"));
        return Jsoup.parse(answer.asString());
    }

    private static RequestSpecification browser(String cookies) {
        return given().header("Cookie", cookies);
    }

    private static String section(Document page, String name) {
        return page.select("section[aria-labelledby=" + name + "]").text();
    }

    private static void assertTells(String sentence, String text) {
        assertTrue(text.contains(sentence), text);
    }

    /** A browser that has been seen, with its cookie. */
    private static String fan(TestSite site) {
        String cookie = site.cookie(site.hit("e=view&consent=granted"));
        site.awaitAudiences(TestSite.visitor(cookie), "fans");
        return cookie;
    }

    @Test
    void namesTheAudiencesInWordsSinceWhenUntilWhenAndWhy() {
        TestSite site = TestSite.create("required").audience("fans", """
                {"all": [{"event": "view", "times": {"atLeast": 2}, "within": "30d"},
                         {"not": {"event": "purchase", "within": "7d"}},
                         {"event": "rate", "sum": {"of": "value", "atLeast": 3}, "within": "90d"}]}""");
        long first = Instant.now().minusSeconds(60).toEpochMilli();
        long second = first + 1_000;
        String cookie = site.cookie(site.hit("e=view&consent=granted&t=" + first));
        site.hit(cookie, "e=rate&v=3.5&consent=granted&t=" + first);
        site.hit(cookie, "e=view&consent=granted&t=" + second);
        site.awaitAudiences(TestSite.visitor(cookie), "fans");

        Document page = page(site, browser(cookie));

        var article = page.select("article");
        assertEquals("fans", article.select("h3").text());
        assertTells(
                "Did view at least 2 times in the last 30 days, and did not do purchase in the last 7 days, and the value of"
                        + " rate added up to at least 3 in the last 90 days.",
                article.text());
        assertEquals(
                List.of(
                        iso(second),
                        Instant.ofEpochMilli(first).plus(30, ChronoUnit.DAYS).toString()),
                article.select("> p time").eachAttr("datetime"));
        List<String> why = article.select("> ul > li").eachText();
        assertEquals(3, why.size());
        assertTells("Did view at least 2 times in the last 30 days. (true now)", why.get(0));
        assertEquals(
                List.of(iso(first), iso(second)),
                article.select("> ul > li:nth-child(1) time").eachAttr("datetime"));
        assertTells("Did not do purchase in the last 7 days. (true now)", why.get(1));
        assertTells("Did purchase at least once in the last 7 days. (not true now)", why.get(1));
        assertTells("The value of rate added up to at least 3 in the last 90 days. (true now)", why.get(2));
        assertTells("number 3.5", why.get(2));
    }

    private static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    @Test
    void tellsWhatIsKeptUntilWhenAndUnderWhichConsent() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        long seen = Instant.now().minusSeconds(60).toEpochMilli();
        String cookie = site.cookie(site.hit("e=view&consent=granted&t=" + seen));
        site.awaitAudiences(TestSite.visitor(cookie), "fans");

        Document page = page(site, browser(cookie));

        var kept = page.select("section[aria-labelledby=kept]");
        assertEquals("Times of view.", kept.select("tbody th").text());
        assertEquals(List.of(iso(seen)), kept.select("tbody time").eachAttr("datetime"));
        assertTells("you agreed to it on this site.", kept.text());
        assertTells("used to choose advertising for you", kept.text());
        assertEquals(
                Instant.ofEpochMilli(seen).plus(30, ChronoUnit.DAYS).toString(),
                kept.select("> p time").attr("datetime"));
        assertTells(" CE", kept.select("> p time").text());
    }

    @Test
    void tellsWhatIsKeptButNotUsed() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = site.cookie(site.hit(
                "e=view&gdpr=1&gdpr_consent=" + Strings.publishers(1, 3).encode()));
        TestSite.await(
                "kept", () -> !page(site, browser(cookie)).select("article").isEmpty());

        String kept = section(page(site, browser(cookie)), "kept");

        assertTells("(IAB TCF)", kept);
        assertTells("It is not used for advertising", kept);
    }

    @Test
    void tellsWhichCookiesThereAreWhatForAndHowLong() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        var rows = page(site, browser(fan(site))).select("section[aria-labelledby=cookies] tbody tr");

        assertEquals(
                List.of("tern-" + site.id(), "tern-optout-" + site.id()),
                rows.select("th").eachText());
        assertTells("400 days from your latest visit It is there", rows.get(0).text());
        assertTells("opted out 400 days It is not there", rows.get(1).text());
    }

    @Test
    void tellsABrowserWithoutAnIdThatNothingIsKnown() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Document page = page(site, given());

        assertTells("Your browser has no ID of this site", section(page, "standing"));
        assertTells("You are in none.", section(page, "audiences"));
        assertEquals(List.of("opt-out"), page.select("button").eachAttr("value"));
        assertTrue(page.select("a[href]").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "foreign"})
    void takesNoCookieOfAnother(String kind) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        TestSite other = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = kind.equals("foreign")
                ? fan(other).replace("tern-" + other.id(), "tern-" + site.id())
                : fan(site).replaceFirst("\\..*", ".AAAAAAAAAAAAAAAAAAAAAA");

        Document page = page(site, browser(cookie));

        assertTells("Your browser has no ID of this site", section(page, "standing"));
    }

    @Test
    void tellsWhoHasAnIdThatNothingIsKeptUnderIt() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = site.cookie(site.hit("e=other"));

        Document page = page(site, browser(cookie));

        assertTells("but nothing is kept under it", section(page, "standing"));
        assertTells("Nothing.", section(page, "kept"));
        assertEquals(List.of("opt-out", "erase"), page.select("button").eachAttr("value"));
    }

    @Test
    void tellsWhoHasOptedOut() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Document page = page(site, browser("tern-optout-" + site.id() + "=1"));

        assertTells("You have opted out", section(page, "standing"));
        assertEquals(List.of("opt-in"), page.select("button").eachAttr("value"));
    }

    @ParameterizedTest
    @CsvSource({"Sec-GPC, Global Privacy Control", "DNT, Do Not Track"})
    void tellsThatTheBrowsersWishIsHonoured(String header, String name) {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        String asking = section(page(site, given().header(header, "1")), "standing");
        String silent = section(page(site, given().header(header, "0")), "standing");

        assertTells("asks not to be tracked (%s). This site honours that".formatted(name), asking);
        assertFalse(silent.contains("asks"), silent);
    }

    @Test
    void tellsWhoRefusesWhatWasKeptBefore() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);

        for (RequestSpecification refusing : List.of(
                browser(cookie).header("Sec-GPC", "1"), browser(cookie + "; tern-optout-" + site.id() + "=1"))) {
            assertTells(
                    "It was kept before, and is erased with your next visit",
                    section(page(site, refusing), "standing"));
        }
        assertFalse(section(page(site, browser(cookie)), "standing").contains("before"));
        site.hit(cookie + "; tern-optout-" + site.id() + "=1", "e=view");
        TestSite.await("erased", () -> section(page(site, browser(cookie)), "standing")
                .contains("You took your consent back"));
    }

    @Test
    void tellsWhoIsGoneSince() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String erased = fan(site);
        String withdrawn = fan(site);
        admin().delete(site.path("/visitors/" + TestSite.visitor(erased)))
                .then()
                .statusCode(204);
        site.hit(withdrawn, "e=view&consent=denied");

        assertTells(
                "What was kept under your browser’s ID is erased.", section(page(site, browser(erased)), "standing"));
        TestSite.await("withdrawn", () -> section(page(site, browser(withdrawn)), "standing")
                .contains("You took your consent back"));
        assertTells("Nothing.", section(page(site, browser(withdrawn)), "kept"));
    }

    @Test
    void escapesWhateverOwnersWrite() {
        String bad = "<img src=x onerror=alert(1)>\\\"'</title></style><script>";
        String shown = bad.replace("\\", "");
        TestSite site = TestSite.create("opt-out");
        admin().body("""
                        {"name": "%s", "domains": ["shop.example"], "consent": "opt-out"}""".formatted(bad)).put("/v1/sites/" + site.id()).then().statusCode(200);
        admin().body("""
                        {"name": "%s", "rule": {"event": "view", "where": {"query.a": "%s"}, "within": "30d"}}""".formatted(bad, bad))
                .put(site.path("/audiences/fans"))
                .then()
                .statusCode(201);
        String cookie = site.cookie(
                site.hit("e=view&u=https://shop.example/?a=" + URLEncoder.encode(shown, StandardCharsets.UTF_8)));
        site.awaitAudiences(TestSite.visitor(cookie), "fans");

        Document page = page(site, browser(cookie));

        assertTrue(page.select("img, script").isEmpty(), page.html());
        assertEquals("Your data at " + shown, page.title());
        assertEquals("Your data at " + shown, page.select("h1").text());
        assertEquals(shown, page.select("article h3").text());
        assertTells(
                "query.a is \"<img src=x onerror=alert(1)>",
                page.select("article").text());
    }

    @Test
    void givesAllThatIsHeldToTakeAlong() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);

        Response download = browser(cookie).get("/privacy/%s/data".formatted(site.id()));

        Response access = admin().get(site.path("/visitors/" + TestSite.visitor(cookie)));
        assertEquals(200, download.statusCode());
        assertEquals("application/json", download.contentType());
        assertEquals("attachment; filename=\"%s.json\"".formatted(site.id()), download.header("Content-Disposition"));
        assertEquals(withoutInstant(access), withoutInstant(download));
        assertEquals(List.of("fans"), download.path("audiences.id"));
    }

    /** The moment of the question differs. */
    private static String withoutInstant(Response held) {
        return held.asString().replaceFirst("\"at\":\"[^\"]+\"", "");
    }

    @Test
    void givesNothingToWhoHasNoId() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);

        Response answer = given().get("/privacy/%s/data".formatted(site.id()));

        assertEquals(404, answer.statusCode());
        assertTells("no ID of this site", Jsoup.parse(answer.asString()).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/privacy/nowhere", "/privacy/nowhere/data", "/privacy/%FF", "/privacy/No-Slug"})
    void answersByAPageWhereThereIsNoSuchSite(String path) {
        Response answer = given().urlEncodingEnabled(false).get(path);

        assertEquals(404, answer.statusCode());
        Document page = Jsoup.parse(answer.asString());
        assertEquals("There is nothing here", page.title());
        assertEquals("en", page.select("html").attr("lang"));
    }

    @Test
    void isFramedCachedAndScriptedByNobody() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        String cookie = fan(site);
        String path = "/privacy/" + site.id();

        List<Response> answers = List.of(
                browser(cookie).get(path),
                browser(cookie).head(path),
                browser(cookie).get(path + "/data"),
                given().get(path + "/data"),
                given().get("/privacy/nowhere"),
                given().contentType("application/x-www-form-urlencoded").post(path),
                given().contentType("text/plain").body("token").post(path),
                given().contentType("application/x-www-form-urlencoded")
                        .body("a".repeat(5_000))
                        .post(path));

        assertEquals(
                List.of(200, 200, 200, 404, 404, 403, 415, 413),
                answers.stream().map(Response::statusCode).toList());
        for (Response answer : answers) {
            assertEquals("DENY", answer.header("X-Frame-Options"));
            assertEquals("same-origin", answer.header("Referrer-Policy"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("no-store", answer.header("Cache-Control"));
            String policy = answer.header("Content-Security-Policy");
            assertTrue(
                    policy.matches("default-src 'none'; style-src 'sha256-[^']+'; form-action 'self';"
                            + " frame-ancestors 'none'; base-uri 'none'"),
                    policy);
        }
    }
}
