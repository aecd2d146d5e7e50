package dev.tern.ops;

import static dev.tern.TestSite.admin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
@TestProfile(TracesHttpTest.On.class)
class TracesHttpTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Inject
    InMemorySpanExporter exporter;

    /** Traces as {@code QUARKUS_OTEL_SDK_DISABLED=false} turns them on. */
    public static final class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "10ms");
        }
    }

    /** Where spans go in this test. */
    @Singleton
    static final class Exporters {
        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Test
    void tracesWhoDefinesWithWhatSqlDoes() {
        TestSite site = TestSite.create("opt-out");
        exporter.reset();

        admin().header("traceparent", "00-%s-00f067aa0ba902b7-01".formatted(TRACE))
                .body("{\"name\": \"Fans\", \"rule\": {\"event\": \"view\", \"within\": \"1d\"}}")
                .put(site.path("/audiences/fans"))
                .then()
                .statusCode(201);

        TestSite.await("the span", () -> servers().size() == 1);
        SpanData server = servers().getFirst();
        assertEquals("PUT /v1/sites/{site}/audiences/{audience}", server.getName());
        assertEquals(TRACE, server.getTraceId());
        assertEquals(201, server.getAttributes().get(AttributeKey.longKey("http.response.status_code")));
        assertTrue(
                exporter.getFinishedSpanItems().stream()
                        .anyMatch(span -> span.getParentSpanId().equals(server.getSpanId())),
                "what it asked of PostgreSQL");
    }

    @Test
    void namesNoVisitorAndTracesNoHit() {
        TestSite site = TestSite.create("opt-out").audience("fans", "{\"event\": \"view\", \"within\": \"1d\"}");
        String visitor = TestSite.newVisitor();
        site.event(visitor, "view", Instant.now()).hit("e=view");
        site.awaitAudiences(visitor, "fans");
        admin().get(site.path("/visitors/" + visitor)).then().statusCode(200);

        TestSite.await("the span", () -> names().contains("GET /v1/sites/{site}/visitors/{visitor}"));
        assertFalse(exporter.getFinishedSpanItems().toString().contains(visitor), "a visitor's ID");
        assertFalse(names().stream().anyMatch(name -> name.contains("gif")), names().toString());
    }

    private List<SpanData> servers() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .toList();
    }

    private List<String> names() {
        return servers().stream().map(SpanData::getName).toList();
    }
}
