package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import dev.tern.sql.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the manifests deploy it: pods that collect, pods that answer and define, and a job that brings the schema up to date. */
@SuppressWarnings("NullAway.Init") // start fills it
class SurfacesIT {
    private static final String NOWHERE = "jdbc:postgresql://localhost:1/none";

    private final Path folder;
    private EmbeddedEngines engines;
    private Wire redis;
    private Wire postgres;

    SurfacesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        redis = new Wire(Packaged.port(engines, "quarkus.redis.hosts"), false);
        postgres = new Wire(Packaged.port(engines, "quarkus.datasource.jdbc.url"), false);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        postgres.close();
        engines.stop();
    }

    @Test
    void scalesItsSurfacesApart() throws IOException, InterruptedException {
        try (Packaged collector = collector();
                Packaged query = query()) {
            TestSite.await("ready", () -> collector.readiness() == 200 && query.readiness() == 200);
            int beforeMigration = query.put("/v1/sites/shop", site());
            migrate();
            TestSite.await("the schema is there", () -> query.put("/v1/sites/shop", site()) == 201);
            assertEquals(503, beforeMigration);
            assertEquals(201, query.put("/v1/sites/shop/audiences/fans", """
                    {"name": "Fans", "rule": {"event": "view", "within": "1d"}}"""));

            hasAVisitorCollectedHereAndFoundThere(collector, query);
            refusesWhatTheOtherServes(collector, query);
            staysInOrGoesAsItIsNeeded(collector, query);

            assertTrue(
                    collector
                            .output()
                            .lines()
                            .anyMatch(line -> line.startsWith("{") && line.contains("\"level\":\"INFO\"")),
                    "the log is JSON");
        }
    }

    private static void hasAVisitorCollectedHereAndFoundThere(Packaged collector, Packaged query) {
        String visitor = VisitorCookie.mint().text();
        TestSite.await(
                "the collector knows the site",
                () -> collector.post("/v1/sites/shop/events", """
                [{"visitor": "%s", "event": "view", "consent": "granted"}]""".formatted(visitor)) == 202);
        TestSite.await("a member", () -> query.get("/v1/sites/shop/audiences/fans/members/" + visitor) == 200);
    }

    private static void refusesWhatTheOtherServes(Packaged collector, Packaged query) {
        assertEquals(200, collector.get("/p/shop.gif"));
        assertEquals(421, query.get("/p/shop.gif"));
        assertEquals(421, query.post("/v1/sites/shop/events", "[]"));
        assertEquals(421, collector.get("/v1/sites/shop/audiences/fans/members"));
        assertEquals(421, collector.post("/v1/sites/shop/lookups", "{}"));
        assertEquals(421, collector.put("/v1/sites/shop", site()));
        assertEquals(404, collector.get("/nothing"));
    }

    private void staysInOrGoesAsItIsNeeded(Packaged collector, Packaged query) {
        postgres.cut();
        assertEquals(503, query.put("/v1/sites/shop", site()));
        assertEquals(200, query.readiness());

        redis.cut();
        TestSite.await("it can't answer", () -> query.readiness() == 503);
        assertEquals(200, collector.readiness());
        assertEquals(200, collector.get("/p/shop.gif"));
        redis.mend();
        TestSite.await("it can again", () -> query.readiness() == 200);
    }

    private void migrate() throws IOException, InterruptedException {
        Map<String, String> environment = environment("job");
        environment.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
        environment.put("QUARKUS_INIT_AND_EXIT", "true");
        try (Packaged job = Packaged.start(folder, environment)) {
            assertEquals(0, job.exit(), job.output());
            assertTrue(job.output().contains("Successfully applied"), job.output());
        }
    }

    /** It has no way to PostgreSQL. */
    private Packaged collector() throws IOException {
        Map<String, String> environment = environment("collector");
        environment.put("TERN_SURFACES", "collect");
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", NOWHERE);
        return Packaged.start(folder, environment);
    }

    private Packaged query() throws IOException {
        Map<String, String> environment = environment("query");
        environment.put("TERN_SURFACES", "query,control");
        environment.put("TERN_SQL_MIGRATE", "false");
        return Packaged.start(folder, environment);
    }

    private Map<String, String> environment(String name) throws IOException {
        Map<String, String> environment = Packaged.environment(engines, Files.createDirectory(folder.resolve(name)));
        environment.put("QUARKUS_REDIS_HOSTS", "redis://localhost:" + redis.port());
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.port()));
        return environment;
    }

    private static String site() {
        return """
                {"name": "Shop", "domains": ["shop.example"], "consent": "opt-out", "minimumAudienceSize": 0}""";
    }
}
