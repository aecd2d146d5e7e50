package dev.tern;

import static dev.tern.ContractCalls.ADMIN;
import static dev.tern.ContractCalls.AUDIENCE;
import static dev.tern.ContractCalls.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The answers of the control plane that the file describes in their own way, from the worked example where it has one. */
final class ContractDefinitions {
    private final ContractCalls calls;

    ContractDefinitions(ContractCalls calls) {
        this.calls = calls;
    }

    Stream<DynamicTest> tests() {
        return Stream.of(sites(), keys(), audiences(), refusedAudiences()).flatMap(each -> each);
    }

    private Stream<DynamicTest> sites() {
        return Stream.of(
                dynamicTest("a site is read back as it was put", () -> {
                    String site = "contract-read-back";
                    Response created = admin().body(body("putSite", "shop")).put("/v1/sites/" + site);

                    assertEquals(201, created.statusCode());
                    assertEquals(withId(calls.shared("Shop"), site), json(created));
                    assertEquals(json(created), json(admin().get(created.header("Location"))));
                }),
                dynamicTest("a site is replaced", () -> {
                    String site = calls.site();

                    Response replaced = admin().body(body("putSite", "shared")).put("/v1/sites/" + site);

                    assertEquals(200, replaced.statusCode());
                    assertEquals("shop.example", replaced.path("cookieDomain"));
                }),
                dynamicTest("a site that is still the same is not sent again", () -> {
                    String path = "/v1/sites/" + calls.site();
                    String tag = admin().get(path).header("ETag");

                    assertEquals(
                            304, admin().header("If-None-Match", tag).get(path).statusCode());
                }),
                dynamicTest("sites are listed in pages", () -> {
                    calls.site();
                    calls.site();

                    Response first = admin().queryParam("limit", 1).get("/v1/sites");

                    String next = first.path("next");
                    assertNotNull(next);
                    Response second = admin().queryParam("limit", 1)
                            .queryParam("cursor", next)
                            .get("/v1/sites");
                    assertEquals(1, second.jsonPath().getList("sites").size());
                }),
                dynamicTest("a site's own key lists that site alone", () -> {
                    String site = calls.site();
                    String key = calls.key(site, List.of("admin")).text();

                    Response listed = calls.as(key).get("/v1/sites");

                    assertEquals(List.of(site), listed.jsonPath().getList("sites.id"));
                    assertNull(listed.path("next"));
                }),
                dynamicTest("a site does not make its audiences refusable", () -> {
                    ObjectNode body = calls.example("putSite", "shop").deepCopy();
                    body.putObject("sensitive").putArray("patterns").add("/cart*");

                    Response refused = admin().body(body.toString()).put("/v1/sites/" + calls.site());

                    assertEquals(
                            calls.described(
                                    "putSite",
                                    "/responses/409/content/application~1problem+json/examples/sensitive/value"),
                            json(refused));
                }),
                dynamicTest("a site's legal basis is in its audit log", () -> {
                    String site = calls.site();
                    JsonNode expected = calls.described(
                            "listAudit", "/responses/200/content/application~1json/examples/stated/value");
                    ObjectNode body = calls.example("putSite", "shop").deepCopy();
                    body.putObject("sensitive").set("legalBasis", expected.at("/entries/0/detail/now"));
                    admin().body(body.toString()).put("/v1/sites/" + site);

                    Response log = admin().get("/v1/sites/%s/audit".formatted(site));

                    assertEquals(expected.at("/entries/0/detail"), json(log).at("/entries/0/detail"));
                }),
                dynamicTest("a site is deleted", () -> {
                    String path = "/v1/sites/" + calls.site();

                    assertEquals(204, admin().delete(path).statusCode());
                    assertEquals(404, admin().get(path).statusCode());
                }));
    }

    private Stream<DynamicTest> keys() {
        return Stream.of(dynamicTest("a key is read and listed without its text, and revoked", () -> {
            String site = calls.site();
            String id = calls.key(site, List.of("members:read")).id();
            String path = "/v1/sites/%s/keys/%s".formatted(site, id);

            assertEquals(id, admin().get(path).path("id"));
            assertEquals(
                    List.of(id),
                    admin().get("/v1/sites/%s/keys".formatted(site)).jsonPath().getList("keys.id"));
            assertEquals(204, admin().delete(path).statusCode());
        }));
    }

    private Stream<DynamicTest> audiences() {
        return Stream.of(
                dynamicTest("an audience is read back as it was put", () -> {
                    String path = audience(calls.site(), AUDIENCE);

                    TestSite.await(
                            "the lists are complete", () -> admin().get(path).path("lists.complete"));
                    Response read = admin().get(path);

                    ObjectNode expected = calls.shared("CartAbandoners").deepCopy();
                    expected.set("completeFrom", json(read).get("completeFrom"));
                    assertEquals(expected, json(read));
                }),
                dynamicTest("an audience is replaced while it is still the same", () -> {
                    String path = audience(calls.site(), AUDIENCE);
                    String tag = admin().get(path).header("ETag");

                    Response replaced = admin().header("If-Match", tag)
                            .body(body("putAudience", "big-spenders"))
                            .put(path);

                    assertEquals(200, replaced.statusCode());
                    assertEquals("7d", replaced.path("keep"));
                }),
                dynamicTest("an audience is created where there is none yet", () -> {
                    String path = audience(calls.site(), "campaign");

                    Response created = admin().header("If-None-Match", "*")
                            .body(body("putAudience", "campaign"))
                            .put(path);

                    assertEquals(201, created.statusCode());
                }),
                dynamicTest("an audience that is there already is not created", () -> {
                    Response refused = admin().header("If-None-Match", "*")
                            .body(body("putAudience", "campaign"))
                            .put(audience(calls.site(), AUDIENCE));

                    assertEquals(412, refused.statusCode());
                }),
                dynamicTest("an audience that is still the same is not sent again", () -> {
                    String path = audience(calls.site(), AUDIENCE);
                    String tag = admin().get(path).header("ETag");

                    assertEquals(
                            304, admin().header("If-None-Match", tag).get(path).statusCode());
                }),
                dynamicTest("an audience is checked as the example says", () -> {
                    String path = "/v1/sites/%s/audiences:check".formatted(calls.site());

                    Response checked =
                            admin().body(body("checkAudience", AUDIENCE)).post(path);

                    String example = "/responses/200/content/application~1json/examples/%s/value".formatted(AUDIENCE);
                    JsonNode expected = calls.described("checkAudience", example);
                    assertEquals(expected.get("description"), json(checked).get("description"));
                    assertEquals(
                            expected.findValues("description"), json(checked).findValues("description"));
                    assertEquals(List.of(true, true), checked.path("traits.exists"));
                }),
                dynamicTest("an audience of another system is translated", () -> {
                    String path = "/v1/sites/%s/audiences:import".formatted(calls.site());

                    Response translated = admin().queryParam("from", "google")
                            .body(body("importAudience", "google"))
                            .post(path);

                    assertEquals(200, translated.statusCode());
                    assertEquals("Visited page 1 and page 2, but not page 3", translated.path("name"));
                }),
                dynamicTest("audiences are listed", () -> {
                    Response listed = admin().get("/v1/sites/%s/audiences".formatted(calls.site()));

                    assertEquals(List.of(AUDIENCE), listed.jsonPath().getList("audiences.id"));
                }),
                dynamicTest("an audience is deleted", () -> {
                    String path = audience(calls.site(), AUDIENCE);

                    assertEquals(204, admin().delete(path).statusCode());
                    assertEquals(404, admin().get(path).statusCode());
                }));
    }

    /** The refusals of the file's examples are those of the service, to the letter. */
    private Stream<DynamicTest> refusedAudiences() {
        String examples = "/responses/400/content/application~1problem+json/examples";
        return Stream.of(
                dynamicTest("a window beyond the limit is refused as in the example", () -> {
                    ObjectNode body = calls.example("putAudience", AUDIENCE).deepCopy();
                    ((ObjectNode) body.at("/rule/all/1/not")).put("within", "541d");

                    Response refused = admin().body(body.toString()).put(audience(calls.site(), AUDIENCE));

                    assertEquals(calls.described("putAudience", examples + "/tooLong/value"), json(refused));
                }),
                dynamicTest("a rule that nobody would ever leave is refused as in the example", () -> {
                    ObjectNode body = calls.example("putAudience", AUDIENCE).deepCopy();
                    body.set("rule", body.at("/rule/all/1"));

                    Response refused = admin().body(body.toString()).put(audience(calls.site(), AUDIENCE));

                    assertEquals(calls.described("putAudience", examples + "/unbounded/value"), json(refused));
                }));
    }

    private RequestSpecification admin() {
        return calls.as(ADMIN);
    }

    private String body(String operation, String example) {
        return calls.example(operation, example).toString();
    }

    private static String audience(String site, String audience) {
        return "/v1/sites/%s/audiences/%s".formatted(site, audience);
    }

    private static JsonNode withId(JsonNode example, String id) {
        return ((ObjectNode) example.deepCopy()).put("id", id);
    }
}
