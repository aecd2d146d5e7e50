package dev.tern.site;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.issue;
import static dev.tern.site.ControlPlane.key;
import static dev.tern.site.ControlPlane.site;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class KeysHttpTest {
    @Test
    void showsAKeyOnce() {
        site("keys-once");

        var issued = issue("keys-once", "audiences:read", "members:read");

        String id = issued.path("id");
        String key = issued.path("key");
        issued.then()
                .statusCode(201)
                .header("Location", endsWith("/v1/sites/keys-once/keys/" + id))
                .header("Cache-Control", "no-store")
                .body("key", matchesRegex("tern_[A-Za-z0-9_-]{43}"));
        as(ADMIN)
                .get("/v1/sites/keys-once/keys")
                .then()
                .statusCode(200)
                .body("keys.id", contains(id))
                .body("keys[0].name", equalTo("a key"))
                .body("keys[0].scopes", contains("audiences:read", "members:read"))
                .body("keys[0].created", matchesRegex("[0-9-]{10}T[0-9:.]+Z"))
                .body(not(containsString(key)));
        as(ADMIN).get("/v1/sites/keys-once/keys/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void opensTheSiteAtOnceAndClosesItAtOnce() {
        site("keys-revoked");
        String key = key("keys-revoked", "admin");
        String id = as(ADMIN).get("/v1/sites/keys-revoked/keys").path("keys[0].id");

        as(key).get("/v1/sites/keys-revoked").then().statusCode(200);
        as(ADMIN).delete("/v1/sites/keys-revoked/keys/" + id).then().statusCode(204);

        as(key).get("/v1/sites/keys-revoked").then().statusCode(401);
        as(ADMIN).get("/v1/sites/keys-revoked/keys/" + id).then().statusCode(404);
        as(ADMIN).delete("/v1/sites/keys-revoked/keys/" + id).then().statusCode(404);
    }

    @Test
    void knowsNoKeyOfAnotherSite() {
        site("keys-mine");
        site("keys-theirs");
        String id = issue("keys-theirs", "admin").path("id");

        as(ADMIN).get("/v1/sites/keys-mine/keys/" + id).then().statusCode(404);
        as(ADMIN).delete("/v1/sites/keys-mine/keys/" + id).then().statusCode(404);

        as(ADMIN).get("/v1/sites/keys-theirs/keys/" + id).then().statusCode(200);
    }

    @Test
    void refusesMoreKeysThanTheLimit() {
        site("keys-many");
        for (int i = 0; i < Limits.KEYS_MAX; i++) {
            key("keys-many", "events:write");
        }

        var answer = issue("keys-many", "events:write");

        answer.then().statusCode(409).contentType("application/problem+json").body("detail", containsString("100"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"scopes":["admin"]} | /name
            {"name":"k"} | /scopes
            {"name":"k","scopes":[]} | /scopes
            {"name":"k","scopes":"admin"} | /scopes
            {"name":"k","scopes":["admin","root"]} | /scopes/1
            {"name":"k","scopes":[null]} | /scopes/0
            {"name":"k","scopes":["admin"],"key":"mine"} | /key
            """)
    void refusesABodyByThePlaceInIt(String body, String pointer) {
        site("keys-refused");

        var answer = as(ADMIN, body).post("/v1/sites/keys-refused/keys");

        answer.then().statusCode(400).contentType("application/problem+json").body("pointer", equalTo(pointer));
    }
}
