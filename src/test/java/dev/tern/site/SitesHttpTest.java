package dev.tern.site;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.concurrently;
import static dev.tern.site.ControlPlane.key;
import static dev.tern.site.ControlPlane.settings;
import static dev.tern.site.ControlPlane.site;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class SitesHttpTest {
    @Test
    void createsASiteWithDefaults() {
        var answer = as(ADMIN, settings("Shop")).put("/v1/sites/created");

        answer.then()
                .statusCode(201)
                .header("Location", endsWith("/v1/sites/created"))
                .header("ETag", not(nullValue()))
                .body("id", equalTo("created"))
                .body("name", equalTo("Shop"))
                .body("domains", contains("shop.example"))
                .body("timeZone", equalTo("UTC"))
                .body("consent", equalTo("required"))
                .body("cookieDomain", nullValue())
                .body("minimumAudienceSize", equalTo(0));
    }

    @Test
    void readsBackWhatWasSaved() {
        as(ADMIN, """
                        {"name":"Shop","domains":["WWW.Shop.example","blog.shop.example","www.shop.example"],
                         "timeZone":"Europe/Berlin","consent":"opt-out","cookieDomain":"Shop.example","minimumAudienceSize":0}
                        """).put("/v1/sites/readback").then().statusCode(201);

        var answer = as(ADMIN).get("/v1/sites/readback");

        answer.then()
                .statusCode(200)
                .body("domains", contains("www.shop.example", "blog.shop.example"))
                .body("timeZone", equalTo("Europe/Berlin"))
                .body("consent", equalTo("opt-out"))
                .body("cookieDomain", equalTo("shop.example"));
    }

    @Test
    void readsBackVendorAndRegions() {
        as(ADMIN, with("""
                        "tcfVendorId":755,"regions":{"header":"X-Country","required":["fr","DE","de"],"optOut":["us-ca","US"]}""")).put("/v1/sites/regional").then().statusCode(201);

        var answer = as(ADMIN).get("/v1/sites/regional");

        answer.then()
                .statusCode(200)
                .body("tcfVendorId", equalTo(755))
                .body("regions.header", equalTo("X-Country"))
                .body("regions.required", contains("DE", "FR"))
                .body("regions.optOut", contains("US", "US-CA"));
    }

    @Test
    void replacesASiteAndGivesItAnotherTag() {
        site("replaced");
        String before = as(ADMIN).get("/v1/sites/replaced").header("ETag");

        var answer = as(ADMIN, settings("Another")).put("/v1/sites/replaced");

        answer.then().statusCode(200).header("ETag", not(equalTo(before))).body("name", equalTo("Another"));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("[]", ""),
                Arguments.of("{\"name\":", ""),
                Arguments.of("{\"domains\":[\"a.example\"]}", "/name"),
                Arguments.of("{\"name\":\"\",\"domains\":[\"a.example\"]}", "/name"),
                Arguments.of("{\"name\":7,\"domains\":[\"a.example\"]}", "/name"),
                Arguments.of("{\"name\":\"A\"}", "/domains"),
                Arguments.of("{\"name\":\"A\",\"domains\":[]}", "/domains"),
                Arguments.of("{\"name\":\"A\",\"domains\":[\"a.example\",\"-a.example\"]}", "/domains/1"),
                Arguments.of("{\"name\":\"A\",\"domains\":[\"a..example\"]}", "/domains/0"),
                Arguments.of("{\"name\":\"A\",\"domains\":[\"https://a.example\"]}", "/domains/0"),
                Arguments.of("{\"name\":\"A\",\"domains\":[7]}", "/domains/0"),
                Arguments.of("{\"name\":\"A\",\"domains\":[\"a.example\"],\"timeZone\":\"Mars/Base\"}", "/timeZone"),
                Arguments.of("{\"name\":\"A\",\"domains\":[\"a.example\"],\"consent\":\"maybe\"}", "/consent"),
                Arguments.of(
                        "{\"name\":\"A\",\"domains\":[\"a.example\"],\"cookieDomain\":\"b.example\"}", "/cookieDomain"),
                Arguments.of(
                        "{\"name\":\"A\",\"domains\":[\"aa.example\"],\"cookieDomain\":\"a.example\"}",
                        "/cookieDomain"),
                Arguments.of(
                        "{\"name\":\"A\",\"domains\":[\"a.example\"],\"cookieDomain\":\"example\"}", "/cookieDomain"),
                Arguments.of(
                        "{\"name\":\"A\",\"domains\":[\"a.example\"],\"minimumAudienceSize\":10001}",
                        "/minimumAudienceSize"),
                Arguments.of(with("\"tcfVendorId\":0"), "/tcfVendorId"),
                Arguments.of(with("\"tcfVendorId\":65536"), "/tcfVendorId"),
                Arguments.of(with("\"tcfVendorId\":\"755\""), "/tcfVendorId"),
                Arguments.of(with("\"regions\":[]"), "/regions"),
                Arguments.of(with("\"regions\":{}"), "/regions/header"),
                Arguments.of(with("\"regions\":{\"header\":\"X Country\"}"), "/regions/header"),
                Arguments.of(with("\"regions\":{\"header\":\"Cookie\"}"), "/regions/header"),
                Arguments.of(with("\"regions\":{\"header\":\"authorization\"}"), "/regions/header"),
                Arguments.of(with("\"regions\":{\"header\":\"X\",\"required\":\"DE\"}"), "/regions/required"),
                Arguments.of(
                        with("\"regions\":{\"header\":\"X\",\"required\":[\"DE\",\"XX\"]}"), "/regions/required/1"),
                Arguments.of(with("\"regions\":{\"header\":\"X\",\"optOut\":[\"USA\"]}"), "/regions/optOut/0"),
                Arguments.of(
                        with("\"regions\":{\"header\":\"X\",\"required\":[\"DE\"],\"optOut\":[\"US\",\"de\"]}"),
                        "/regions/optOut/1"),
                Arguments.of(with("\"regions\":{\"header\":\"X\",\"optout\":[]}"), "/regions/optout"));
    }

    private static String with(String more) {
        return "{\"name\":\"A\",\"domains\":[\"a.example\"],%s}".formatted(more);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesABodyByThePlaceInIt(String body, String pointer) {
        var answer = as(ADMIN, body).put("/v1/sites/refused");

        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("pointer", equalTo(pointer))
                .body("detail", containsString(pointer));
        as(ADMIN).get("/v1/sites/refused").then().statusCode(404);
    }

    @Test
    void refusesABodyThatIsNotSentAsJson() {
        var answer = as(ADMIN).contentType("text/plain").body(settings("A")).put("/v1/sites/refused");

        answer.then().statusCode(415).contentType("application/problem+json");
    }

    @Test
    void refusesMoreDomainsThanTheLimit() {
        String domains = String.join(
                ",",
                IntStream.range(0, 101).mapToObj("\"d%d.example\""::formatted).toList());

        var answer = as(ADMIN, "{\"name\":\"A\",\"domains\":[" + domains + "]}").put("/v1/sites/refused");

        answer.then().statusCode(400).body("pointer", equalTo("/domains")).body("detail", containsString("100"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper",
                "-dash",
                "optout-shop",
                "a.b",
                "a%2Fb",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesToSaveUnderAnIllFormedId(String id) {
        var answer = as(ADMIN, settings("A")).urlEncodingEnabled(false).put("/v1/sites/" + id);

        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(dev.tern.SiteId.FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "nowhere"})
    void knowsNoSuchSite(String id) {
        as(ADMIN).get("/v1/sites/" + id).then().statusCode(404).contentType("application/problem+json");
        as(ADMIN).delete("/v1/sites/" + id).then().statusCode(404).contentType("application/problem+json");
        as(ADMIN).get("/v1/sites/" + id + "/keys").then().statusCode(404);
        as(ADMIN).get("/v1/sites/" + id + "/audiences").then().statusCode(404);
    }

    @Test
    void savesOnlyWhatWasNotChangedMeanwhile() {
        site("guarded");
        String stale = as(ADMIN).get("/v1/sites/guarded").header("ETag");
        String current = as(ADMIN, settings("Second")).put("/v1/sites/guarded").header("ETag");

        as(ADMIN, settings("Third"))
                .header("If-Match", stale)
                .put("/v1/sites/guarded")
                .then()
                .statusCode(412);
        as(ADMIN, settings("Third"))
                .header("If-None-Match", "*")
                .put("/v1/sites/guarded")
                .then()
                .statusCode(412);
        as(ADMIN).header("If-Match", stale).delete("/v1/sites/guarded").then().statusCode(412);

        as(ADMIN)
                .get("/v1/sites/guarded")
                .then()
                .statusCode(200)
                .header("ETag", current)
                .body("name", equalTo("Second"));
        as(ADMIN, settings("Third"))
                .header("If-Match", "\"other\", " + current)
                .put("/v1/sites/guarded")
                .then()
                .statusCode(200);
    }

    @Test
    void createsOnlyWhereNothingIsExpected() {
        as(ADMIN, settings("A"))
                .header("If-Match", "*")
                .put("/v1/sites/unguarded")
                .then()
                .statusCode(412);

        as(ADMIN, settings("A"))
                .header("If-None-Match", "*")
                .put("/v1/sites/unguarded")
                .then()
                .statusCode(201);
    }

    @Test
    void saysWhatTheAskerHasAlready() {
        site("cached");
        String tag = as(ADMIN).get("/v1/sites/cached").header("ETag");

        var answer = as(ADMIN).header("If-None-Match", "W/" + tag).get("/v1/sites/cached");

        answer.then().statusCode(304).header("ETag", tag);
    }

    @Test
    void letsOneOfTwoConcurrentChangesWin() {
        site("contended");
        for (int round = 0; round < 10; round++) {
            String tag = as(ADMIN).get("/v1/sites/contended").header("ETag");

            List<Integer> statuses = concurrently(List.of(
                    () -> as(ADMIN, settings("One")).header("If-Match", tag).put("/v1/sites/contended"),
                    () -> as(ADMIN, settings("Two")).header("If-Match", tag).put("/v1/sites/contended")));

            assertEquals(List.of(200, 412), statuses);
        }
    }

    @Test
    void letsTwoConcurrentCreationsBothSave() {
        for (int round = 0; round < 10; round++) {
            String path = "/v1/sites/born-" + round;

            List<Integer> statuses =
                    concurrently(List.of(() -> as(ADMIN, settings("One")).put(path), () -> as(ADMIN, settings("Two"))
                            .put(path)));

            assertEquals(List.of(200, 201), statuses);
        }
    }

    @Test
    void listsSitesInPages() {
        var made = new TreeSet<>(List.of("page-a", "page-b", "page-c", "page_d", "page0"));
        made.forEach(ControlPlane::site);

        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = as(ADMIN)
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get("/v1/sites");
            page.then().statusCode(200);
            List<String> ids = page.path("sites.id");
            assertTrue(ids.size() <= 2);
            listed.addAll(ids);
            cursor = page.path("next");
        }

        assertEquals(listed, List.copyOf(new TreeSet<>(listed)));
        assertTrue(listed.containsAll(made));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "limit=99999999999999", "cursor=A%20b"})
    void refusesAPageThatCanNotBe(String query) {
        var answer = as(ADMIN).urlEncodingEnabled(false).get("/v1/sites?" + query);

        answer.then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void showsTheKeyOfASiteNothingButItsSite() {
        site("own");
        site("others");
        String key = key("own", "admin");

        as(key).get("/v1/sites").then().statusCode(200).body("sites.id", contains("own"));
        as(key).get("/v1/sites/own").then().statusCode(200);
        as(key, settings("Renamed")).put("/v1/sites/own").then().statusCode(200);
        as(key).get("/v1/sites/others").then().statusCode(403);
        as(key, settings("Mine")).put("/v1/sites/others").then().statusCode(403);
        as(key, settings("Mine")).put("/v1/sites/made-by-own").then().statusCode(403);

        as(ADMIN).get("/v1/sites?limit=1000").then().body("sites.id", hasItems("own", "others"));
    }

    @Test
    void forgetsADeletedSiteAndItsKeys() {
        site("deleted");
        String key = key("deleted", "admin");
        String tag = as(ADMIN).get("/v1/sites/deleted").header("ETag");

        as(ADMIN).delete("/v1/sites/deleted").then().statusCode(204);

        as(ADMIN).get("/v1/sites/deleted").then().statusCode(404);
        as(key).get("/v1/sites/deleted").then().statusCode(401);
        as(key, settings("Back")).put("/v1/sites/deleted").then().statusCode(401);
        assertNotEquals(
                tag, as(ADMIN, settings("Back")).put("/v1/sites/deleted").header("ETag"));
        as(key).get("/v1/sites/deleted").then().statusCode(401);
        as(ADMIN).get("/v1/sites/deleted/keys").then().statusCode(200).body("keys.size()", equalTo(0));
    }
}
