package dev.tern.privacy;

import static dev.tern.TestSite.admin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Chromium;
import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** A real Chromium on the visitor's page: it works without JavaScript, and is fit for everybody by the rules of WCAG 2.2 AA. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@Tag("browser")
class PageBrowserTest {
    private static final String RULE = """
            {"all": [{"event": "page_view", "where": {"path": {"startsWith": "/cart"}}, "within": "30d"},
                     {"not": {"event": "purchase", "within": "7d"}}]}""";
    private static final String NAME = "Left the cart behind";

    /** Of what axe finds, the rule and the elements that break it. */
    private static final String JUDGE = """
            const done = arguments[0];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                .then(found => done(found.violations.map(each => each.id + ': ' + each.nodes.map(node => node.html))),
                      failure => done([String(failure)]));
            """;

    /** By how many pixels the page is wider than what is seen of it. */
    private static final String WIDER =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static TestSite site() {
        TestSite site = TestSite.create("opt-out");
        admin().body("{\"name\": \"%s\", \"rule\": %s}".formatted(NAME, RULE))
                .put(site.path("/audiences/carts"))
                .then()
                .statusCode(201);
        return site;
    }

    private static String address(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }

    private static void seeTheCart(WebDriver browser, TestSite site) {
        browser.get(address("/p/%s.gif?u=https://shop.example/cart".formatted(site.id())));
        String visitor = TestSite.visitor("=" + id(browser, site).orElseThrow().getValue());
        site.awaitAudiences(visitor, "carts");
    }

    private static Optional<Cookie> id(WebDriver browser, TestSite site) {
        return Optional.ofNullable(browser.manage().getCookieNamed("tern-" + site.id()));
    }

    private static Optional<Cookie> optOut(WebDriver browser, TestSite site) {
        return Optional.ofNullable(browser.manage().getCookieNamed("tern-optout-" + site.id()));
    }

    private static void open(WebDriver browser, TestSite site) {
        browser.get(address("/privacy/" + site.id()));
    }

    private static void press(WebDriver browser, String button) {
        browser.findElement(By.xpath("//button[normalize-space()='%s']".formatted(button)))
                .click();
    }

    private static String status(WebDriver browser) {
        return browser.findElement(By.cssSelector("[role=status]")).getText();
    }

    private static String section(WebDriver browser, String name) {
        return browser.findElement(By.cssSelector("[aria-labelledby=%s]".formatted(name)))
                .getText();
    }

    @Test
    void showsOptsOutOptsInAndErasesWithoutJavaScript() throws IOException {
        TestSite site = site();
        try (Chromium chromium = Chromium.openWithoutScripts()) {
            WebDriver browser = chromium.browser();
            browser.get("data:text/html,<p>off</p><script>document.querySelector('p').textContent = 'on'</script>");
            assertEquals("off", browser.findElement(By.tagName("p")).getText());
            Instant before = Instant.now();
            seeTheCart(browser, site);
            String visitor =
                    TestSite.visitor("=" + id(browser, site).orElseThrow().getValue());

            open(browser, site);

            WebElement audience = browser.findElement(By.tagName("article"));
            assertEquals(NAME, audience.findElement(By.tagName("h3")).getText());
            assertTrue(audience.getText().contains("page_view where path starts with \"/cart\""), audience.getText());
            Instant until = Instant.parse(audience.findElement(By.cssSelector("p time:nth-of-type(2)"))
                    .getDomAttribute("datetime"));
            assertFalse(until.isBefore(before.plus(Duration.ofDays(30)).minusMillis(1)), until.toString());
            assertFalse(until.isAfter(Instant.now().plus(Duration.ofDays(30))), until.toString());

            press(browser, "Opt out");

            assertTrue(status(browser).startsWith("You have opted out."), status(browser));
            assertTrue(section(browser, "audiences").contains("You are in none."));
            assertTrue(id(browser, site).isEmpty());
            assertTrue(optOut(browser, site).orElseThrow().isHttpOnly());
            assertEquals(
                    "erased", admin().get(site.path("/visitors/" + visitor)).path("gone"));
            browser.get(address("/p/%s.gif".formatted(site.id())));
            assertTrue(id(browser, site).isEmpty());
            open(browser, site);
            assertTrue(section(browser, "standing").startsWith("How it stands\nYou have opted out"));

            press(browser, "Opt in again");

            assertEquals("Your opt-out is taken back.", status(browser));
            assertTrue(optOut(browser, site).isEmpty());
            seeTheCart(browser, site);
            open(browser, site);

            press(browser, "Erase everything");

            assertTrue(status(browser).startsWith("Everything that was kept of you is erased"), status(browser));
            assertTrue(id(browser, site).isEmpty());
            assertTrue(optOut(browser, site).isEmpty());
        }
    }

    @Test
    void isFitForEverybody() throws IOException {
        TestSite site = site();
        try (Chromium chromium = Chromium.open()) {
            ChromeDriver browser = chromium.browser();
            open(browser, site);
            assertIsFit(browser, "no ID");
            seeTheCart(browser, site);
            open(browser, site);
            assertIsFit(browser, "a visitor in an audience");
            press(browser, "Opt out");
            assertIsFit(browser, "opted out: " + status(browser));
            browser.get(address("/privacy/nowhere"));
            assertIsFit(browser, "no such site");
        }
    }

    /** In the light and in the dark, and as narrow as WCAG 1.4.10 asks. */
    private static void assertIsFit(ChromeDriver browser, String page) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            assertEquals(List.of(), judged(browser), page + ", " + scheme);
        }
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", false));
        assertEquals(List.of(), judged(browser), page + ", narrow");
        assertEquals(320L, browser.executeScript("return innerWidth"), page);
        assertEquals(0L, browser.executeScript(WIDER), page);
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private static List<?> judged(ChromeDriver browser) throws IOException {
        try (var axe = PageBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            browser.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) browser.executeAsyncScript(JUDGE);
    }

    /** Whoever has no mouse sees where the keyboard is. */
    @Test
    void showsWhereTheKeyboardIs() throws IOException {
        TestSite site = site();
        try (Chromium chromium = Chromium.open()) {
            WebDriver browser = chromium.browser();
            seeTheCart(browser, site);
            open(browser, site);

            for (String expected : List.of("Download all that is kept (JSON)", "Opt out", "Erase everything")) {
                new Actions(browser).sendKeys(Keys.TAB).perform();

                WebElement focused = browser.switchTo().activeElement();
                assertEquals(expected, focused.getText());
                assertEquals("solid", focused.getCssValue("outline-style"));
                assertEquals("3px", focused.getCssValue("outline-width"));
            }
        }
    }
}
