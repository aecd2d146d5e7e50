package dev.tern.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class OperationsHttpTest {
    /** A row of the table of metrics: its name, and its labels. */
    private static final Pattern DESCRIBED = Pattern.compile("^\\| `(tern_\\w+)` \\|([^|]*)\\|", Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");

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
                "tern_lookup_seconds_count{form=\"single\",outcome=\"answered\"}",
                "tern_lookup_seconds_count{form=\"single\",outcome=\"failed\"}",
                "tern_lookup_seconds_count{form=\"batch\",outcome=\"answered\"}",
                "tern_lookup_seconds_count{form=\"batch\",outcome=\"failed\"}",
                "tern_index_pass_records_total{outcome=\"current\"",
                "tern_index_pass_records_total{outcome=\"rewritten\"",
                "tern_index_pass_records_total{outcome=\"raced\"",
                "tern_index_pass_records_total{outcome=\"skipped\"")) {
            metrics.body(containsString(line));
        }
    }

    @Test
    void describesJustTheMetricsThatThereAre() throws IOException {
        Map<String, Set<String>> described = DESCRIBED
                .matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> LABEL.matcher(row.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));

        assertEquals(Told.now().ofTern(), new TreeMap<>(described));
    }
}
