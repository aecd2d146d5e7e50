package dev.tern.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.tern.TestSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class OperationsHttpTest {
    private static String management(String path) {
        return "http://localhost:" + TestSite.managementPort() + path;
    }

    @Test
    void livesAndIsReady() {
        given().get(management("/q/health/live")).then().statusCode(200).body("status", equalTo("UP"));
        given().get(management("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("definitions", "lookups"))
                .body("checks.find { it.name == 'lookups' }.data.redis", equalTo("answers"));
    }

    @Test
    void keepsItsInsidesOffThePublicPort() {
        given().get("/q/metrics").then().statusCode(404);
        given().get("/q/health/ready").then().statusCode(404);
    }

    @Test
    void hasEveryMetricFromTheStart() {
        var metrics = given().get(management("/q/metrics")).then().statusCode(200);

        for (String line : List.of(
                "tern_hits_total{outcome=\"accepted\"",
                "tern_hits_total{outcome=\"unasked\"",
                "tern_hits_total{outcome=\"denied\",reason=\"no_signal\"}",
                "tern_hits_total{outcome=\"refused\",reason=\"unknown_site\"}",
                "tern_hits_total{outcome=\"dropped\",reason=\"journal_full\"}",
                "tern_events_accepted_total",
                "tern_events_written_total",
                "tern_events_replayed_total",
                "tern_journal_waiting",
                "tern_index_pass_progress",
                "tern_index_pass_records_total{outcome=\"current\"",
                "tern_index_pass_records_total{outcome=\"rewritten\"",
                "tern_index_pass_records_total{outcome=\"raced\"",
                "tern_index_pass_records_total{outcome=\"skipped\"")) {
            metrics.body(containsString(line));
        }
    }
}
