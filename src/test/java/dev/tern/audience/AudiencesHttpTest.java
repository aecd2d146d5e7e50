package dev.tern.audience;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.audience;
import static dev.tern.site.ControlPlane.concurrently;
import static dev.tern.site.ControlPlane.key;
import static dev.tern.site.ControlPlane.site;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tern.AudienceId;
import dev.tern.ops.Engines;
import dev.tern.site.Limits;
import dev.tern.sql.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class AudiencesHttpTest {
    @Inject
    Database database;

    @Inject
    Session session;

    @Test
    void createsAnAudience() {
        site("aud-created");

        var answer = as(ADMIN, """
                        {"name":"Cart","rule":{"event":"page_view","where":{"path":{"startsWith":"/cart"}},"within":"30d"},"keep":"48h"}
                        """).put("/v1/sites/aud-created/audiences/cart");

        answer.then()
                .statusCode(201)
                .header("Location", endsWith("/v1/sites/aud-created/audiences/cart"))
                .header("ETag", not(nullValue()))
                .body("id", equalTo("cart"))
                .body("name", equalTo("Cart"))
                .body("rule.where.path.startsWith", equalTo("/cart"))
                .body("keep", equalTo("48h"))
                .body("description", containsString("/cart"));
    }

    @Test
    void readsBackTheRuleAsItWasWritten() {
        site("aud-readback");
        String rule =
                "{\"any\":[{\"within\":\"24h\",\"event\":[\"b\",\"a\"],\"where\":{\"value\":{\"atLeast\":1.50}}}]}";
        as(ADMIN, "{\"rule\":" + rule + ",\"name\":\"Ü\"}").put("/v1/sites/aud-readback/audiences/it");

        var answer = as(ADMIN).get("/v1/sites/aud-readback/audiences/it");

        answer.then()
                .statusCode(200)
                .body(containsString("\"rule\":" + rule))
                .body("name", equalTo("Ü"))
                .body("$", not(hasKey("keep")));
    }

    @Test
    void replacesAnAudienceAndLeavesTheSiteAsItIs() {
        site("aud-replaced");
        String path = "/v1/sites/aud-replaced/audiences/it";
        String before = as(ADMIN, audience("one")).put(path).header("ETag");
        String siteTag = as(ADMIN).get("/v1/sites/aud-replaced").header("ETag");

        var answer = as(ADMIN, audience("two")).put(path);

        answer.then().statusCode(200).header("ETag", not(equalTo(before))).body("rule.event", equalTo("two"));
        as(ADMIN).get("/v1/sites/aud-replaced").then().header("ETag", siteTag);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {} | /name
            {"name":"A"} | /rule
            {"name":"A","rule":{}} | /rule
            {"name":"A","rule":{"not":{"event":"a","within":"1d"}}} | /rule
            {"name":"A","rule":{"all":[{"event":"a","within":"1d"},{"event":"b","within":"541d"}]}} | /rule/all/1/within
            {"name":"A","rule":{"event":"a","within":"1d"},"keep":"long"} | /keep
            {"name":"A","rule":{"event":"a","within":"1d"},"id":"it"} | /id
            """)
    void refusesABodyByThePlaceInIt(String body, String pointer) {
        site("aud-refused");

        var answer = as(ADMIN, body).put("/v1/sites/aud-refused/audiences/it");

        answer.then().statusCode(400).contentType("application/problem+json").body("pointer", equalTo(pointer));
        as(ADMIN).get("/v1/sites/aud-refused/audiences/it").then().statusCode(404);
    }

    @Test
    void refusesToSaveUnderAnIllFormedId() {
        site("aud-named");

        var answer = as(ADMIN, audience("a")).put("/v1/sites/aud-named/audiences/Not-This");

        answer.then().statusCode(400).body("detail", containsString(AudienceId.FORM));
        as(ADMIN).get("/v1/sites/aud-named/audiences/Not-This").then().statusCode(404);
        as(ADMIN, audience("a")).put("/v1/sites/nowhere/audiences/it").then().statusCode(404);
    }

    @Test
    void savesOnlyWhatWasNotChangedMeanwhile() {
        site("aud-guarded");
        String path = "/v1/sites/aud-guarded/audiences/it";
        as(ADMIN, audience("a")).header("If-Match", "*").put(path).then().statusCode(412);
        String stale =
                as(ADMIN, audience("a")).header("If-None-Match", "*").put(path).header("ETag");
        String current =
                as(ADMIN, audience("b")).header("If-Match", stale).put(path).header("ETag");

        as(ADMIN, audience("c")).header("If-Match", stale).put(path).then().statusCode(412);
        as(ADMIN, audience("c")).header("If-None-Match", "*").put(path).then().statusCode(412);
        as(ADMIN).header("If-Match", stale).delete(path).then().statusCode(412);

        as(ADMIN).get(path).then().header("ETag", current).body("rule.event", equalTo("b"));
        as(ADMIN).header("If-None-Match", current).get(path).then().statusCode(304);
        as(ADMIN).header("If-Match", current).delete(path).then().statusCode(204);
    }

    @Test
    void letsOneOfTwoConcurrentChangesWin() {
        site("aud-contended");
        String path = "/v1/sites/aud-contended/audiences/it";
        as(ADMIN, audience("a")).put(path);
        for (int round = 0; round < 10; round++) {
            String tag = as(ADMIN).get(path).header("ETag");

            List<Integer> statuses = concurrently(Stream.of("b", "c")
                    .<Supplier<Response>>map(event -> () ->
                            as(ADMIN, audience(event)).header("If-Match", tag).put(path))
                    .toList());

            assertEquals(List.of(200, 412), statuses);
        }
    }

    @Test
    void letsConcurrentCreationsAllSave() {
        site("aud-born");

        List<Integer> statuses = concurrently(Stream.of("a", "a", "b", "b", "c", "c")
                .<Supplier<Response>>map(
                        id -> () -> as(ADMIN, audience("same")).put("/v1/sites/aud-born/audiences/" + id))
                .toList());

        assertEquals(List.of(200, 200, 200, 201, 201, 201), statuses);
    }

    @Test
    void listsAudiencesInPages() {
        site("aud-pages");
        for (String id : List.of("c", "a", "b")) {
            as(ADMIN, audience(id)).put("/v1/sites/aud-pages/audiences/" + id);
        }

        var first = as(ADMIN).get("/v1/sites/aud-pages/audiences?limit=2");
        var second = as(ADMIN).get("/v1/sites/aud-pages/audiences?limit=2&cursor=" + first.path("next"));

        first.then()
                .statusCode(200)
                .body("audiences.id", contains("a", "b"))
                .body("audiences[0].rule.event", equalTo("a"));
        second.then().statusCode(200).body("audiences.id", contains("c")).body("next", nullValue());
    }

    @Test
    void forgetsADeletedAudience() {
        site("aud-deleted");
        String path = "/v1/sites/aud-deleted/audiences/it";
        String tag = as(ADMIN, audience("a")).put(path).header("ETag");

        as(ADMIN).delete(path).then().statusCode(204);

        as(ADMIN).get(path).then().statusCode(404);
        as(ADMIN).delete(path).then().statusCode(404);
        assertNotEquals(tag, as(ADMIN, audience("a")).put(path).header("ETag"));
    }

    @Test
    void refusesMoreAudiencesThanTheLimit() {
        site("aud-many");
        database.transact(() -> session.createNativeMutationQuery("""
                        INSERT INTO audience (site, id, definition, traits, version, created, changed)
                        SELECT serial, 'a' || i, '{}', '{}', 1, now(), now()
                        FROM site, generate_series(1, ?1) AS i WHERE id = 'aud-many'
                        """)
                .setParameter(1, Limits.AUDIENCES_MAX)
                .executeUpdate());

        var answer = as(ADMIN, audience("a")).put("/v1/sites/aud-many/audiences/one-more");

        answer.then().statusCode(409).contentType("application/problem+json").body("detail", containsString("10000"));
        as(ADMIN).delete("/v1/sites/aud-many").then().statusCode(204);
    }

    /** Each operation, and the one scope of a key that may do it. */
    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "admin",
            List.of(
                    "GET /v1/sites",
                    "GET /v1/sites/aud-scopes",
                    "PUT /v1/sites/aud-scopes",
                    "DELETE /v1/sites/aud-scopes",
                    "GET /v1/sites/aud-scopes/keys",
                    "POST /v1/sites/aud-scopes/keys",
                    "GET /v1/sites/aud-scopes/keys/k",
                    "DELETE /v1/sites/aud-scopes/keys/k"),
            "audiences:write",
            List.of("PUT /v1/sites/aud-scopes/audiences/a", "DELETE /v1/sites/aud-scopes/audiences/a"),
            "audiences:read",
            List.of("GET /v1/sites/aud-scopes/audiences", "GET /v1/sites/aud-scopes/audiences/a"));

    @Test
    void opensEachOperationToTheRightKeyAlone() {
        site("aud-scopes");
        site("aud-scopes-other");
        List<String> scopes = List.of("admin", "audiences:write", "audiences:read", "members:read", "events:write");
        OPERATIONS.forEach((right, operations) -> {
            String[] wrong =
                    scopes.stream().filter(scope -> !scope.equals(right)).toArray(String[]::new);
            String wrongKey = key("aud-scopes", wrong);
            String foreignKey = key("aud-scopes-other", scopes.toArray(String[]::new));
            for (String operation : operations) {
                String method = operation.substring(0, operation.indexOf(' '));
                String path = operation.substring(operation.indexOf(' ') + 1);

                assertEquals(403, as(wrongKey, "{}").request(method, path).statusCode(), operation);
                assertEquals(401, as("tern_unknown", "{}").request(method, path).statusCode(), operation);
                if (!path.equals("/v1/sites")) {
                    assertEquals(403, as(foreignKey, "{}").request(method, path).statusCode(), operation);
                }
            }
            String rightKey = key("aud-scopes", right);
            String safe = operations.stream()
                    .filter(each -> !each.startsWith("DELETE /v1/sites/aud-scopes/a"))
                    .findFirst()
                    .orElseThrow();
            int status = as(rightKey, "{}")
                    .request(safe.substring(0, safe.indexOf(' ')), safe.substring(safe.indexOf(' ') + 1))
                    .statusCode();
            assertEquals(safe.startsWith("PUT") ? 400 : 200, status, safe);
        });
    }
}
