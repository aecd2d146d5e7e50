package dev.tern.access;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where no proxy is trusted, the address that a request tells of itself counts for nothing. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@TestProfile(ForgedAddressHttpTest.BehindNoProxy.class)
class ForgedAddressHttpTest {
    /** So few that the next is due in 20 seconds. */
    private static final int A_MINUTE = 3;

    private static final int GUESSES = 36;

    private static int guess(int number) {
        return given().header("X-Forwarded-For", "198.51.100." + number)
                .header("Forwarded", "for=203.0.113." + number)
                .header("Authorization", "Bearer tern_guess-" + number)
                .get("/v1/sites")
                .statusCode();
    }

    @Test
    void slowsDownWhoForgesAnAddressForEachGuess() {
        for (int i = 0; i < GUESSES; i++) {
            assertEquals(i < A_MINUTE ? 401 : 429, guess(i), "guess " + i);
        }
    }

    /** As it is where nothing is set. */
    public static final class BehindNoProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tern.unknown-keys-a-minute", Integer.toString(A_MINUTE));
        }
    }
}
