package dev.tern.privacy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.http.Cookies;
import java.util.List;
import java.util.Map;
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

    /** Whatever a hit sets, asked with or without consent, is declared just so. */
    @Test
    void declaresEveryCookieThatIsSet() {
        TestSite site = TestSite.create("opt-out");
        Cookies set = given().header("Host", "visitors.shop.example")
                .get("/p/" + site.id() + ".gif")
                .detailedCookies();
        assertFalse(set.asList().isEmpty());

        List<Map<String, Object>> declared = given().header("Host", "visitors.shop.example")
                .get("/deviceStorage.json")
                .then()
                .statusCode(200)
                .extract()
                .path("disclosures");

        for (Cookie cookie : set) {
            Map<String, Object> disclosure = declared.stream()
                    .filter(each -> cookie.getName().equals(each.get("identifier")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not declared: " + cookie.getName()));
            assertEquals("cookie", disclosure.get("type"));
            assertEquals((int) cookie.getMaxAge(), disclosure.get("maxAgeSeconds"));
            assertEquals(List.of("visitors.shop.example"), disclosure.get("domains"));
            assertEquals(List.of(1, 3, 4), disclosure.get("purposes"));
        }
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
