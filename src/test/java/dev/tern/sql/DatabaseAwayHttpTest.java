package dev.tern.sql;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.audience;
import static dev.tern.site.ControlPlane.becomes;
import static dev.tern.site.ControlPlane.settings;
import static java.util.Objects.requireNonNull;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.catalog.Catalog;
import dev.tern.ops.EmbeddedEngines;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Tern is started while PostgreSQL is away, so this test has one of its own, and the order of its methods counts. */
@QuarkusTest
@WithTestResource(value = DatabaseAwayHttpTest.CutOff.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // the test resource fills it
class DatabaseAwayHttpTest {
    private static final String SITE = "/v1/sites/away";

    Wire wire;

    @Inject
    Catalog catalog;

    @Test
    @Order(1)
    void startsAndRefusesUntilPostgresqlIsThere() {
        assertUnavailable(as(ADMIN, settings("Away")).put(SITE));
        assertUnavailable(as(ADMIN).get("/v1/sites"));

        wire.mend();

        assertTrue(becomes(() -> as(ADMIN, settings("Away")).put(SITE).statusCode() == 201));
    }

    @Test
    @Order(2)
    void refusesWhilePostgresqlIsAwayAndServesOn() {
        wire.cut();

        for (int i = 0; i < 2; i++) {
            assertUnavailable(as(ADMIN).get(SITE));
            assertUnavailable(as(ADMIN, settings("Back")).put(SITE));
            assertUnavailable(as(ADMIN, audience("a")).put(SITE + "/audiences/a"));
            assertUnavailable(as(ADMIN).delete(SITE));
        }
        assertEquals("Away", catalog.site("away").orElseThrow().settings().name());

        wire.mend();
        assertTrue(becomes(() -> as(ADMIN, settings("Back")).put(SITE).statusCode() == 200));
        assertEquals("Back", catalog.site("away").orElseThrow().settings().name());
    }

    private static void assertUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .body("status", equalTo(503));
    }

    /** Engines of its own, and a wire to PostgreSQL that is cut at the start. */
    @SuppressWarnings("NullAway.Init") // start fills it
    public static final class CutOff implements QuarkusTestResourceLifecycleManager {
        private static final String URL = "quarkus.datasource.jdbc.url";

        private EmbeddedEngines engines;
        private Wire wire;

        @Override
        public int order() {
            return 1;
        }

        @Override
        public Map<String, String> start() {
            try {
                engines = EmbeddedEngines.start(Files.createTempDirectory(Path.of("target"), "engines"));
                Map<String, String> settings = new HashMap<>(engines.settings());
                URI postgres = URI.create(requireNonNull(settings.get(URL)).substring("jdbc:".length()));
                wire = new Wire(postgres.getPort(), true);
                settings.put(URL, "jdbc:postgresql://localhost:%d%s".formatted(wire.port(), postgres.getPath()));
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(wire, field -> field.getType().equals(Wire.class));
        }

        @Override
        public void stop() {
            try (var _ = wire) {
                engines.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
