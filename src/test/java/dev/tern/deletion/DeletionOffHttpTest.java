package dev.tern.deletion;

import static io.restassured.RestAssured.given;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
@WithTestResource(value = DeletionOffHttpTest.Keyless.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class DeletionOffHttpTest {
    @Test
    void takesNoRequestsWithoutAKey() {
        for (var answer : new Response[] {
            given().get("/dsrdelete.json"), given().body("token").post("/dsrdelete")
        }) {
            answer.then().statusCode(404).contentType("application/problem+json");
        }
    }

    /** Has the settings begun, but not complete. */
    public static final class Keyless implements QuarkusTestResourceLifecycleManager {
        @Override
        public int order() {
            return 2;
        }

        @Override
        public Map<String, String> start() {
            return Map.of("tern.deletion.domain", Partners.DOMAIN, "tern.deletion.key", "");
        }

        @Override
        public void stop() {}
    }
}
