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
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault of Tern's own is answered without its insides, and the log tells of the fault but not who asked for what. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class FaultHttpTest {
    private static final String FAULT = "what went wrong inside";

    @Inject
    Router router;

    private Route faulty;

    /** No request is known to reach one, so there is one here. */
    @BeforeEach
    void hasAFault() {
        faulty = router.get("/faulty/:visitor").order(-1).handler(context -> {
            throw new IllegalStateException(FAULT);
        });
    }

    @AfterEach
    void hasItNoLonger() {
        faulty.remove();
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
