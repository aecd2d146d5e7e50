package dev.tern.privacy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class WellKnownHttpTest {
    @Test
    void declaresThatItHonoursGlobalPrivacyControl() {
        given().get("/.well-known/gpc.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("gpc", equalTo(true))
                .body("lastUpdate.length()", equalTo(10));
    }

    /** Whatever a hit or the visitor's page sets is declared just so. */
    @Test
    void declaresEveryCookieThatIsSet() {
        TestSite site = TestSite.create("opt-out");
        List<Cookie> set = new ArrayList<>(
                asked().get("/p/" + site.id() + ".gif").detailedCookies().asList());
        for (String action : List.of("opt-out", "opt-in", "erase")) {
            String page = asked().get("/privacy/" + site.id()).asString();
            set.addAll(asked().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                    .redirects()
                    .follow(false)
                    .formParam("token", Jsoup.parse(page).select("[name=token]").val())
                    .formParam("action", action)
                    .post("/privacy/" + site.id())
                    .detailedCookies()
                    .asList());
        }
        set.removeIf(cookie -> cookie.getMaxAge() == 0);
        assertEquals(
                Set.of("tern-" + site.id(), "tern-optout-" + site.id()),
                set.stream().map(Cookie::getName).collect(Collectors.toSet()));

        List<Map<String, Object>> declared = asked().get("/deviceStorage.json")
                .then()
                .statusCode(200)
                .extract()
                .path("disclosures");

        for (Cookie cookie : set) {
            Map<String, Object> disclosure = declared.stream()
                    .filter(each -> cookie.getName().equals(each.get("identifier")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not declared: " + cookie.getName()));
            boolean isOptOut = cookie.getName().startsWith("tern-optout-");
            assertEquals("cookie", disclosure.get("type"));
            assertEquals((int) cookie.getMaxAge(), disclosure.get("maxAgeSeconds"));
            assertEquals(List.of("visitors.shop.example"), disclosure.get("domains"));
            assertEquals(isOptOut ? List.of() : List.of(1, 3, 4), disclosure.get("purposes"));
            assertEquals(isOptOut, disclosure.get("optOut"));
        }
    }

    private static RequestSpecification asked() {
        return given().header("Host", "visitors.shop.example");
    }

    @Test
    void namesNoSiteOfAnotherHost() {
        TestSite.create("opt-out");

        for (String host : List.of("other.example", "notshop.example", "example")) {
            given().header("Host", host)
                    .get("/deviceStorage.json")
                    .then()
                    .statusCode(200)
                    .body("disclosures", empty());
        }
    }
}
