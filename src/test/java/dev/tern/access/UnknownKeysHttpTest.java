package dev.tern.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who brings keys that nobody knows is slowed down by address; who brings a known one is not, whatever shares the address. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@TestProfile(UnknownKeysHttpTest.BehindAProxy.class)
class UnknownKeysHttpTest {
    private static final int A_MINUTE = 30;

    @Inject
    SharedRedis redis;

    private static RequestSpecification from(String address) {
        return given().header("X-Forwarded-For", address);
    }

    private static Response guess(String address, int number) {
        return from(address)
                .header("Authorization", "Bearer tern_guess-" + number)
                .get("/v1/sites");
    }

    private static void guessTooOften(String address) {
        for (int i = 0; i < A_MINUTE; i++) {
            assertEquals(401, guess(address, i).statusCode(), "guess " + i);
        }
    }

    @Test
    void refusesTheNextWithWhenToTryAgain() {
        guessTooOften("192.0.2.1");

        guess("192.0.2.1", A_MINUTE)
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesRegex("[12]"));
    }

    @Test
    void takesAKnownKeyFromTheSameAddress() {
        TestSite site = TestSite.create("opt-out");
        String key = site.key("admin", "members:read");
        guessTooOften("192.0.2.2");
        assertEquals(429, guess("192.0.2.2", A_MINUTE).statusCode());

        from("192.0.2.2")
                .header("Authorization", "Bearer " + key)
                .get(site.path(""))
                .then()
                .statusCode(200);
        from("192.0.2.2")
                .header("Authorization", "Bearer " + key)
                .get(site.path("/visitors/" + TestSite.newVisitor() + "/audiences"))
                .then()
                .statusCode(200);
    }

    @Test
    void letsOtherAddressesAlone() {
        guessTooOften("192.0.2.3");
        assertEquals(429, guess("192.0.2.3", A_MINUTE).statusCode());

        assertEquals(401, guess("192.0.2.4", 0).statusCode());
    }

    @Test
    void countsNoRequestWithoutAKey() {
        for (int i = 0; i <= A_MINUTE; i++) {
            from("192.0.2.5").get("/v1/sites").then().statusCode(401);
        }
    }

    @Test
    void countsALookupOnce() {
        String lookup = TestSite.create("opt-out").path("/visitors/" + TestSite.newVisitor() + "/audiences");
        for (int i = 0; i < A_MINUTE; i++) {
            assertEquals(
                    401,
                    from("192.0.2.6")
                            .header("Authorization", "Bearer tern_guess")
                            .get(lookup)
                            .statusCode());
        }

        assertEquals(429, guess("192.0.2.6", 0).statusCode());
    }

    @Test
    void tellsHowManyCame() {
        double refused = TestSite.metric("tern_unknown_keys_total{answer=\"401\"}");
        double slowed = TestSite.metric("tern_unknown_keys_total{answer=\"429\"}");

        guessTooOften("192.0.2.7");
        guess("192.0.2.7", A_MINUTE);

        assertEquals(refused + A_MINUTE, TestSite.metric("tern_unknown_keys_total{answer=\"401\"}"));
        assertEquals(slowed + 1, TestSite.metric("tern_unknown_keys_total{answer=\"429\"}"));
    }

    @Test
    void keepsNoAddress() {
        guessTooOften("192.0.2.8");

        assertFalse(Dump.of(redis).text().contains("192.0.2.8"));
    }

    /** The strictness of production, and a proxy that says whom it speaks for. */
    public static final class BehindAProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tern.unknown-keys-a-minute",
                    Integer.toString(A_MINUTE),
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.allow-x-forwarded",
                    "true");
        }
    }
}
