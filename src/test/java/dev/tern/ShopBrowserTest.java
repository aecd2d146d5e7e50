package dev.tern;

import static dev.tern.TestSite.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.WebDriver;

/** A real Chromium walks through the example shop, and Tern says when it "saw the cart within 30 days and did not buy within 7". */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@Tag("browser")
class ShopBrowserTest {
    private static final String LEFT_THE_CART = """
            {"all": [
              {"event": "page_view", "where": {"path": {"startsWith": "/cart"}}, "within": "30d"},
              {"not": {"event": "purchase", "within": "7d"}}
            ]}""";
    private static final List<String> IN = List.of("cart-abandoners");
    private static final List<String> OUT = List.of();
    private static final Duration AFTER_THE_PURCHASE = Duration.ofDays(7);
    private static final Duration AFTER_THE_CART = Duration.ofDays(30);

    private TestSite site;
    private Shop shop;
    private Chromium chromium;
    private WebDriver browser;

    @BeforeEach
    void open() throws IOException {
        site = TestSite.create("required").audience("cart-abandoners", LEFT_THE_CART);
        shop = Shop.open(RestAssured.port, site.id());
        chromium = Chromium.open();
        browser = chromium.browser();
    }

    @AfterEach
    void close() {
        chromium.close();
        shop.close();
    }

    private void visit(String page) {
        browser.get(shop.page(page));
    }

    private void click(String button) {
        browser.findElement(By.id(button)).click();
    }

    private Optional<Cookie> cookie() {
        return Optional.ofNullable(browser.manage().getCookieNamed("tern-" + site.id()));
    }

    private String visitor() {
        return TestSite.visitor("=" + cookie().orElseThrow().getValue());
    }

    private void agree() {
        visit("index.html");
        click("agree");
        await("cookie", () -> cookie().isPresent());
    }

    private void putALanternInTheCart() {
        visit("lantern.html");
        click("add");
        await("in", () -> site.audiencesOf(visitor()).equals(IN));
    }

    private void buy() {
        click("buy");
        await("out", () -> site.audiencesOf(visitor()).equals(OUT));
    }

    @Test
    void givesNoCookieToAVisitorWhoHasNotAgreed() {
        visit("index.html");
        visit("cart.html");

        // The browser calls a page loaded only once its images are, and the pixel is one.
        assertFalse(cookie().isPresent());
    }

    @Test
    void knowsAVisitorWhoAgreedByACookieThatThePageCannotRead() {
        agree();

        assertTrue(cookie().orElseThrow().isHttpOnly());
        assertEquals("Lax", cookie().orElseThrow().getSameSite());
        assertEquals(OUT, site.audiencesOf(visitor()));
    }

    @Test
    void putsAVisitorOfTheCartIn() {
        agree();
        String visitor = visitor();

        putALanternInTheCart();

        assertEquals(visitor, visitor());
        assertEquals(IN, site.audiencesOf(visitor));
    }

    @Test
    void takesABuyerOutAndSaysWhenTheVisitorIsInAgain() {
        agree();
        Instant beforeTheCart = Instant.now();
        putALanternInTheCart();
        Instant afterTheCart = Instant.now();

        buy();

        Instant bought = Instant.now();
        assertEquals(OUT, site.audiencesOf(visitor()));
        assertEquals(OUT, site.audiencesOf(visitor(), afterTheCart.plus(AFTER_THE_PURCHASE)));
        assertEquals(IN, site.audiencesOf(visitor(), bought.plus(AFTER_THE_PURCHASE)));
        assertEquals(IN, site.audiencesOf(visitor(), beforeTheCart.plus(AFTER_THE_CART)));
        assertEquals(OUT, site.audiencesOf(visitor(), afterTheCart.plus(AFTER_THE_CART)));
    }

    @Test
    void namesTheInstantsOfEntryAndExit() {
        agree();
        Instant beforeTheCart = Instant.now();
        putALanternInTheCart();
        Instant betweenTheTwo = Instant.now();
        buy();
        Instant bought = Instant.now();

        JsonPath answer = TestSite.admin()
                .queryParam("at", bought.plus(AFTER_THE_PURCHASE).toString())
                .get(site.path("/visitors/" + visitor() + "/audiences"))
                .jsonPath();

        assertLiesBetween(betweenTheTwo, bought, answer.getString("audiences[0].from"), AFTER_THE_PURCHASE);
        assertLiesBetween(beforeTheCart, betweenTheTwo, answer.getString("audiences[0].until"), AFTER_THE_CART);
    }

    private static void assertLiesBetween(Instant first, Instant last, String instant, Duration later) {
        Instant event = Instant.parse(instant).minus(later);
        assertFalse(event.isBefore(first.minusMillis(1)), event + " before " + first);
        assertFalse(event.isAfter(last), event + " after " + last);
    }
}
