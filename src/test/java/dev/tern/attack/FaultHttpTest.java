package dev.tern.attack;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.problem.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** A fault of Tern's own is answered without its insides, and the log tells of the fault but not who asked for what. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class FaultHttpTest {
    private static final String FAULT = "what went wrong inside";

    /** No request is known to reach one, so there is one here. */
    @Singleton
    static final class Faulty {
        void register(@Observes Router router) {
            router.get("/faulty/:visitor").handler(context -> {
                throw new IllegalStateException(FAULT);
            });
        }
    }

    @Test
    void tellsNothingOfTheRequestAndNothingOfItself() {
        String visitor = TestSite.newVisitor();
        try (var heard = new Heard(Level.INFO)) {
            given().get("/faulty/" + visitor)
                    .then()
                    .statusCode(500)
                    .contentType(Problem.MEDIA_TYPE)
                    .body(not(containsString(FAULT)))
                    .body(not(containsString(visitor)));

            assertTrue(heard.messages().stream().anyMatch(line -> line.contains(FAULT)), "the log tells of the fault");
            assertEquals(
                    List.of(),
                    heard.messages().stream()
                            .filter(line -> line.contains(visitor))
                            .toList());
        }
    }
}
