package dev.tern.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tern.TestSite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the dashboard and the alerts to the metrics that the running service tells, and the runbook to the alerts. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DashboardHttpTest {
    private static final String RUNBOOK = "docs/RUNBOOK.md";
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), \\w+\\)");
    private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Path.of("k8s/grafana/tern.json").toFile());
    }

    private static List<JsonNode> alerts() throws IOException {
        return items(monitoring("prometheusrule.yaml").at("/spec/groups/0/rules"));
    }

    private static JsonNode monitoring(String file) throws IOException {
        return new YAMLMapper().readTree(Path.of("k8s/monitoring", file).toFile());
    }

    private static List<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static void assertTold(List<String> expressions) {
        Told told = Told.now();

        assertFalse(expressions.isEmpty());
        for (String expression : expressions) {
            assertFalse(PromQl.of(expression).selectors().isEmpty(), expression);
            assertEquals(List.of(), told.lacks(expression), expression);
        }
    }

    @Test
    void showsWhatThereIs() throws IOException {
        assertTold(dashboard().findValuesAsText("expr"));
    }

    @Test
    void offersTheNamespacesOfAMetricThatThereIs() throws IOException {
        assertTold(dashboard().findValuesAsText("definition").stream()
                .map(definition -> LABEL_VALUES.matcher(definition).replaceFirst("$1"))
                .toList());
    }

    @Test
    void alertsByWhatThereIs() throws IOException {
        assertTold(alerts().stream().map(alert -> alert.get("expr").textValue()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(tern_hit_total[5m])",
                "sum(rate(tern_hits_total[5m])) / sum(rate(tern_hitz_total[5m])) > 0.5",
                "tern_hits_total{outcome=\"droped\"}",
                "tern_hits_total{outcome=\"dropped\", reason=\"unknown_site\"}",
                "tern_hits_total{outcom=~\"dropped|denied\"}",
                "sum by (outcom) (rate(tern_hits_total[5m]))",
                "max_over_time(tern_lookup_second_max{form=\"single\"}[5m])"
            })
    void findsWhatThereIsNot(String expression) {
        assertEquals(1, Told.now().lacks(expression).size(), expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ratte(tern_hits_total[5m])",
                "rate(tern_hits_total[5x])",
                "sum by (outcome",
                "tern_hits_total{a=\"b\""
            })
    void refusesWhatIsNoExpression(String expression) {
        assertThrows(IllegalArgumentException.class, () -> PromQl.of(expression));
    }

    @Test
    void asksTheChosenSourceForEachPanelOfItsOwn() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();

        for (JsonNode panel : items(dashboard().get("panels"))) {
            assertTrue(ids.add(panel.get("id").intValue()), panel.toString());
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").intValue() + place.get("w").intValue();
            assertTrue(right <= 24, panel.toString());
            for (int x = place.get("x").intValue(); x < right; x++) {
                for (int y = 0; y < place.get("h").intValue(); y++) {
                    assertTrue(cells.add(List.of(x, y + place.get("y").intValue())), panel.toString());
                }
            }
        }
        assertEquals(
                Set.of("${datasource}"), Set.copyOf(dashboard().get("panels").findValuesAsText("uid")));
        assertEquals("datasource", dashboard().at("/templating/list/0/name").textValue());
    }

    @Test
    void isAskedWhereItTells() throws IOException {
        JsonNode service = monitoring("service.yaml");
        JsonNode monitor = monitoring("servicemonitor.yaml");
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        JsonNode port = service.at("/spec/ports/0");

        given().get("http://localhost:" + TestSite.managementPort()
                        + endpoint.get("path").textValue())
                .then()
                .statusCode(200)
                .body(containsString("tern_hits_total"));

        assertEquals("management", port.get("targetPort").textValue());
        assertEquals(port.get("name"), endpoint.get("port"));
        assertEquals(port.get("name"), monitoring("networkpolicy.yaml").at("/spec/ingress/0/ports/0/port"));
        assertEquals(service.at("/metadata/labels"), monitor.at("/spec/selector/matchLabels"));
    }

    @Test
    void leadsEachAlertToItsSectionOfTheRunbook() throws IOException {
        Set<String> sections = SECTION.matcher(Files.readString(Path.of(RUNBOOK)))
                .results()
                .map((MatchResult section) -> section.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> alerts = new TreeSet<>();
        for (JsonNode alert : alerts()) {
            String name = alert.get("alert").textValue();
            alerts.add(name);
            assertEquals(
                    RUNBOOK + "#" + name.toLowerCase(Locale.ROOT),
                    alert.at("/annotations/runbook").textValue());
            assertFalse(alert.at("/annotations/summary").textValue().isBlank(), name);
            assertTrue(
                    Set.of("critical", "warning")
                            .contains(alert.at("/labels/severity").textValue()),
                    name);
        }

        assertEquals(sections, alerts);
    }
}
