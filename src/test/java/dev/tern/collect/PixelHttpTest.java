package dev.tern.collect;

import static dev.tern.TestSite.await;
import static dev.tern.TestSite.metric;
import static dev.tern.TestSite.visitor;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.consent.Strings;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class PixelHttpTest {
    private static final String SAW_THE_CART = """
            {"event": "page_view", "where": {"path": {"startsWith": "/cart"}}, "within": "30d"}""";
    private static final String CART = "consent=granted&u=https%3A%2F%2Fshop.example%2Fcart%3Fstep%3D1";

    private static void assertIsTheImage(Response answer) {
        byte[] image = answer.asByteArray();
        assertEquals(200, answer.statusCode());
        assertEquals("image/gif", answer.contentType());
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals(43, image.length);
        assertEquals("GIF89a", new String(Arrays.copyOf(image, 6), StandardCharsets.US_ASCII));
    }

    private static double hits(String outcome, String reason) {
        return metric("tern_hits_total{outcome=\"%s\",reason=\"%s\"}".formatted(outcome, reason));
    }

    @Test
    void makesAVisitorAMember() {
        TestSite site = TestSite.create("required").audience("carts", SAW_THE_CART);

        Response hit = site.hit(CART);

        assertIsTheImage(hit);
        String visitor = visitor(site.cookie(hit));
        await("member", () -> site.audiencesOf(visitor).equals(List.of("carts")));
    }

    /** Whatever becomes of the hit: accepted, denied, unasked, malformed, too long, of a machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                CART,
                "e=page_view",
                "consent=denied",
                "consent=granted&e=other",
                "consent=granted&v=x",
                "LONG",
                "BOT"
            })
    void leadsToTheVisitorsOwnPage(String query) {
        TestSite site = TestSite.create("required").audience("carts", SAW_THE_CART);

        Response hit = query.equals("BOT")
                ? given().header("User-Agent", "Googlebot/2.1").get("/p/" + site.id() + ".gif?consent=granted")
                : site.hit(query.replace("LONG", "u=" + "a".repeat(9_000)));

        assertIsTheImage(hit);
        assertEquals("</privacy/" + site.id() + ">; rel=\"privacy-policy\"", hit.header("Link"));
        given().get("/privacy/" + site.id()).then().statusCode(200);
    }

    @Test
    void leadsNowhereFromASiteThatIsNotThere() {
        Response hit = given().get("/p/nowhere.gif");

        assertIsTheImage(hit);
        assertNull(hit.header("Link"));
    }

    @Test
    void setsAFirstPartyCookieThatScriptsCannotRead() {
        TestSite site = TestSite.create("required");

        Response hit = site.hit("consent=granted");

        String cookie = hit.header("Set-Cookie");
        assertTrue(cookie.startsWith("tern-" + site.id() + "="), cookie);
        assertTrue(cookie.endsWith("; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax"), cookie);
    }

    @Test
    void renewsTheCookieOfAVisitorItKnows() {
        TestSite site = TestSite.create("required");
        String cookie = site.cookie(site.hit("consent=granted"));

        Response next = site.hit(cookie, "consent=granted");

        assertEquals(cookie, site.cookie(next));
    }

    @Test
    void givesAFreshIdForAForgedOrForeignCookie() {
        TestSite site = TestSite.create("required");
        TestSite other = TestSite.create("required");
        String cookie = site.cookie(site.hit("consent=granted"));
        String foreign = other.cookie(other.hit("consent=granted")).replace(other.id(), site.id());
        String forged = cookie.replace(visitor(cookie), TestSite.newVisitor());

        assertNotEquals(visitor(foreign), visitor(site.cookie(site.hit(foreign, "consent=granted"))));
        assertNotEquals(visitor(forged), visitor(site.cookie(site.hit(forged, "consent=granted"))));
    }

    @Test
    void storesNothingWithoutConsent() {
        TestSite site = TestSite.create("required").audience("carts", SAW_THE_CART);
        double denied = hits("denied", "no_signal");

        Response hit = site.hit("u=https%3A%2F%2Fshop.example%2Fcart");

        assertIsTheImage(hit);
        assertNull(hit.header("Set-Cookie"));
        assertEquals(denied + 1, hits("denied", "no_signal"));
    }

    @Test
    void readsTheStringsOfAVendor() {
        TestSite site = TestSite.create("required", ", \"tcfVendorId\": " + Strings.VENDOR);
        String vendors = Strings.vendors(1, 3, 4).encode();
        String publishers = Strings.publishers(1, 3, 4).encode();

        assertTrue(stores(site.hit("gdpr=1&gdpr_consent=" + vendors)));
        assertFalse(stores(site.hit("gdpr=1&gdpr_consent=" + publishers)));
        assertTrue(stores(TestSite.create("required").hit("gdpr=1&gdpr_consent=" + publishers)));
    }

    @Test
    void takesTheRegionFromTheHeaderThatTheSiteNames() {
        TestSite site = TestSite.create("required", """
                , "regions": {"header": "X-Country", "required": ["DE"], "optOut": ["US"]}""");
        TestSite other = TestSite.create("required");

        assertTrue(stores(from(site, "us")));
        assertFalse(stores(from(site, "DE")));
        assertFalse(stores(from(site, "FR")));
        assertFalse(stores(from(site)));
        assertFalse(stores(from(site, "US", "DE")));
        assertFalse(stores(from(other, "US")));
    }

    private static Response from(TestSite site, String... regions) {
        RequestSpecification request = given();
        for (String region : regions) {
            request.header("X-Country", region);
        }
        return request.get("/p/" + site.id() + ".gif");
    }

    private static boolean stores(Response hit) {
        assertIsTheImage(hit);
        return hit.headers().hasHeaderWithName("Set-Cookie");
    }

    @Test
    void countsEachOfSeveralHeaders() {
        TestSite site = TestSite.create("opt-out");

        Response controlled = given().header("Sec-GPC", "0")
                .header("Sec-GPC", "1")
                .header("Sec-GPC", "0")
                .get("/p/" + site.id() + ".gif");

        assertFalse(stores(controlled));
    }

    @Test
    void obeysTheBrowsersOwnSignal() {
        TestSite site = TestSite.create("opt-out");

        Response free = site.hit("e=page_view");
        Response controlled = given().header("Sec-GPC", "1").get("/p/" + site.id() + ".gif");

        assertTrue(free.headers().hasHeaderWithName("Set-Cookie"));
        assertIsTheImage(controlled);
        assertNull(controlled.header("Set-Cookie"));
    }

    @Test
    void takesTheRefererForAMissingUrl() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);

        Response hit = given().header("Referer", "https://shop.example/cart").get("/p/" + site.id() + ".gif");

        String visitor = visitor(site.cookie(hit));
        await("member", () -> site.audiencesOf(visitor).equals(List.of("carts")));
    }

    @Test
    void readsEveryParameter() {
        TestSite site = TestSite.create("opt-out").audience("all", """
                {"event": "purchase", "within": "1d", "where": {
                  "url": "https://shop.example/thanks?utm_source=news", "host": "shop.example", "path": "/thanks",
                  "utm.source": "news", "referrer.host": "pay.example", "value": {"atLeast": 49.9}, "currency": "EUR",
                  "source": "pixel", "agent": "human", "props.size": {"atLeast": 42}, "props.colour": "sea green"}}""");
        long time = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();

        Response hit = site.hit("e=purchase&u=https%3A%2F%2Fshop.example%2Fthanks%3Futm_source%3Dnews"
                + "&r=https%3A%2F%2Fpay.example%2Fok&v=49.90&c=EUR&i=order-1&p.size=42&p.colour=sea+green&t=" + time);

        String visitor = visitor(site.cookie(hit));
        await("member", () -> site.audiencesOf(visitor).equals(List.of("all")));
        String from = TestSite.admin()
                .get(site.path("/audiences/all/members/" + visitor))
                .path("from");
        assertEquals(Instant.ofEpochMilli(time), Instant.parse(from));
    }

    @Test
    void answersTheImageToWhateverComes() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        double invalid = hits("refused", "invalid");
        double tooLong = hits("refused", "query_too_long");
        double unknown = hits("refused", "unknown_site");
        double tooOld = hits("refused", "too_old");
        double tooEarly = hits("refused", "too_early");
        long now = System.currentTimeMillis();

        assertIsTheImage(site.hit("v=abc"));
        assertIsTheImage(site.hit("e=" + "x".repeat(65)));
        assertIsTheImage(site.hit("t=yesterday"));
        assertIsTheImage(site.hit("u=" + "x".repeat(100_000)));
        assertIsTheImage(given().get("/p/nobody.gif"));
        assertIsTheImage(given().get("/p/.gif"));
        assertIsTheImage(given().get("/p/UPPER%20case.gif"));
        assertIsTheImage(site.hit("t=" + (now - Duration.ofDays(8).toMillis())));
        assertIsTheImage(site.hit("t=" + (now + Duration.ofMinutes(6).toMillis())));

        assertEquals(invalid + 3, hits("refused", "invalid"));
        assertEquals(tooLong + 1, hits("refused", "query_too_long"));
        assertEquals(unknown + 3, hits("refused", "unknown_site"));
        assertEquals(tooOld + 1, hits("refused", "too_old"));
        assertEquals(tooEarly + 1, hits("refused", "too_early"));
    }

    @Test
    void leavesMachinesOutUnlessARuleAsksForThem() {
        TestSite plain = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        TestSite asking = TestSite.create("opt-out").audience("bots", """
                {"event": "*", "where": {"agent": "bot"}, "within": "1d"}""");

        Response unasked = given().header("User-Agent", "ExampleBot/1.0").get("/p/" + plain.id() + ".gif?" + CART);
        Response asked = given().header("User-Agent", "ExampleBot/1.0").get("/p/" + asking.id() + ".gif");

        assertIsTheImage(unasked);
        assertNull(unasked.header("Set-Cookie"));
        String visitor = visitor(asking.cookie(asked));
        await("member", () -> asking.audiencesOf(visitor).equals(List.of("bots")));
    }

    @Test
    void countsHitsByWhatMadeThem() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        double unasked = hits("unasked", "");
        double human = made("human");
        double bot = made("bot");
        double prefetch = made("prefetch");
        double proxy = made("proxy");

        Response person = site.hit(CART);
        Response machine =
                hitBy(site, "User-Agent", "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)");
        Response ahead = hitBy(site, "Sec-Purpose", "prefetch;prerender");
        Response mail = hitBy(site, "User-Agent", "Mozilla/5.0");
        Response opened = hitBy(site, "User-Agent", "Mozilla/5.0 Firefox/11.0 (via ggpht.com GoogleImageProxy)");
        site.hit("consent=denied");

        for (Response answer : List.of(person, opened)) {
            assertIsTheImage(answer);
            assertTrue(answer.headers().hasHeaderWithName("Set-Cookie"));
        }
        for (Response answer : List.of(machine, ahead, mail)) {
            assertIsTheImage(answer);
            assertNull(answer.header("Set-Cookie"));
        }
        assertEquals(unasked + 3, hits("unasked", ""));
        assertEquals(human + 1, made("human"));
        assertEquals(bot + 1, made("bot"));
        assertEquals(prefetch + 2, made("prefetch"));
        assertEquals(proxy + 1, made("proxy"));
    }

    private static double made(String agent) {
        return metric("tern_agents_total{agent=\"%s\"}".formatted(agent));
    }

    private static Response hitBy(TestSite site, String header, String value) {
        return given().urlEncodingEnabled(false).header(header, value).get("/p/%s.gif?%s".formatted(site.id(), CART));
    }

    @Test
    void accountsForEveryHit() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        double accepted = hits("accepted", "");
        double unasked = hits("unasked", "");
        double taken = metric("tern_events_accepted_total");

        site.hit(CART);
        site.hit("u=https%3A%2F%2Fshop.example%2F");

        assertEquals(accepted + 1, hits("accepted", ""));
        assertEquals(unasked + 1, hits("unasked", ""));
        assertEquals(taken + 1, metric("tern_events_accepted_total"));
        await(
                "accepted = written + waiting, and nothing waits",
                () -> metric("tern_journal_waiting") == 0
                        && metric("tern_events_accepted_total") == metric("tern_events_written_total"));
    }

    /** As HTTP/2 may bring it. */
    @Test
    void findsTheCookieInAnyOfSeveralHeaders() {
        TestSite site = TestSite.create("opt-out");
        String cookie = site.cookie(site.hit("e=view"));

        Response again = given().header("Cookie", "theme=dark", cookie).get("/p/%s.gif".formatted(site.id()));

        assertEquals(cookie, site.cookie(again));
    }
}
