package dev.tern.audience;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on pages that say what nobody may profile by: refused, unless the site states a legal basis. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class SensitiveHttpTest {
    private static final String CLINIC = """
            {"event": "page_view", "where": {"path": {"startsWith": "/clinic"}}, "within": "7d"}""";
    private static final String WARD = """
            {"event": "page_view", "where": {"path": {"startsWith": "/ward/3"}}, "within": "7d"}""";

    private static final String GOOGLE = """
            {"name": "Clinic", "ruleBasedUserList": {"flexibleRuleUserList": {
              "inclusiveRuleOperator": "AND",
              "inclusiveOperands": [{"lookbackWindowDays": "7", "rule": {"ruleItemGroups": [{"ruleItems": [
                {"name": "url__", "stringRuleItem": {"operator": "CONTAINS", "value": "/clinic/"}}]}]}}]}}}""";

    private static Response site(String site, String sensitive) {
        return as(ADMIN, """
                        {"name": "Shop", "domains": ["shop.example"], "sensitive": %s}""".formatted(sensitive)).put("/v1/sites/" + site);
    }

    private static String body(String rule) {
        return "{\"name\": \"An audience\", \"rule\": %s}".formatted(rule);
    }

    private static Response put(String site, String audience, String rule) {
        return as(ADMIN, body(rule)).put("/v1/sites/%s/audiences/%s".formatted(site, audience));
    }

    private static void assertRefused(Response response, String pointer) {
        response.then().statusCode(400).body("pointer", equalTo(pointer));
    }

    @Test
    void refusesASensitiveRuleWhereverItComesIn() {
        site("sens-refused", "{}");
        assertRefused(put("sens-refused", "clinic", CLINIC), "/rule/where/path/startsWith");
        assertRefused(
                as(ADMIN, body(CLINIC)).post("/v1/sites/sens-refused/audiences:check"), "/rule/where/path/startsWith");
        assertRefused(
                as(ADMIN, GOOGLE).post("/v1/sites/sens-refused/audiences:import?from=google"),
                "/rule/where/url/contains");
    }

    @Test
    void refusesTheSitesOwnPatterns() {
        site("sens-own", "{\"patterns\": [\"/ward/*\"]}")
                .then()
                .statusCode(201)
                .body("sensitive.patterns", contains("/ward/*"));

        assertRefused(put("sens-own", "ward", WARD), "/rule/where/path/startsWith");
    }

    @Test
    void takesASensitiveRuleOnALegalBasisAndSaysSoInTheAuditLog() {
        site("sens-basis", "{\"legalBasis\": \"Explicit consent\"}")
                .then()
                .statusCode(201)
                .body("sensitive.legalBasis", equalTo("Explicit consent"));

        put("sens-basis", "clinic", CLINIC).then().statusCode(201);
        put("sens-basis", "plain", "{\"event\": \"purchase\", \"within\": \"7d\"}")
                .then()
                .statusCode(201);

        as(ADMIN)
                .get("/v1/sites/sens-basis/audit")
                .then()
                .statusCode(200)
                .body("entries.action", contains("legal-basis", "sensitive-rule"))
                .body("entries[0].detail.before", nullValue())
                .body("entries[0].detail.now", equalTo("Explicit consent"))
                .body("entries[1].detail.audience", equalTo("clinic"))
                .body("entries[1].detail.test", equalTo("/rule/where/path/startsWith"))
                .body("entries[1].detail.sensitive", equalTo("health: clinic"))
                .body("entries[1].detail.legalBasis", equalTo("Explicit consent"))
                .body("next", nullValue());
    }

    @Test
    void givesTheAuditLogInPages() {
        for (String basis : List.of("one", "two", "two", "three")) {
            site("sens-pages", "{\"legalBasis\": \"%s\"}".formatted(basis));
        }

        Response first = as(ADMIN).get("/v1/sites/sens-pages/audit?limit=2");
        Response second = as(ADMIN).get("/v1/sites/sens-pages/audit?limit=2&cursor=" + first.path("next"));

        assertEquals(List.of("one", "two"), first.path("entries.detail.now"));
        assertEquals(List.of("three"), second.path("entries.detail.now"));
        as(ADMIN).get("/v1/sites/sens-pages/audit?cursor=abc").then().statusCode(400);
    }

    @Test
    void refusesAChangeThatWouldMakeALiveAudienceRefusable() {
        site("sens-change", "{\"legalBasis\": \"Explicit consent\"}");
        put("sens-change", "clinic", CLINIC).then().statusCode(201);
        put("sens-change", "ward", WARD).then().statusCode(201);

        Response withdrawn = site("sens-change", "{}");
        Response both = site("sens-change", "{\"patterns\": [\"/ward/*\"]}");
        Response patterns = site("sens-change", "{\"patterns\": [\"/ward/*\"], \"legalBasis\": \"Explicit consent\"}");

        withdrawn
                .then()
                .statusCode(409)
                .body("detail", equalTo("Audiences have rules that would be refused as sensitive: clinic"));
        both.then()
                .statusCode(409)
                .body("detail", equalTo("Audiences have rules that would be refused as sensitive: clinic, ward"));
        patterns.then().statusCode(200);
        as(ADMIN)
                .get("/v1/sites/sens-change/audit")
                .then()
                .body("entries.action", contains("legal-basis", "sensitive-rule"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | /sensitive",
                "{\"patterns\": \"/a\"} | /sensitive/patterns",
                "{\"patterns\": [\"/abc\", \"*\"]} | /sensitive/patterns/1",
                "{\"patterns\": [\"/*/\"]} | /sensitive/patterns/0",
                "{\"legalBasis\": \"\"} | /sensitive/legalBasis",
                "{\"words\": []} | /sensitive/words"
            })
    void refusesSettingsThatSayNothing(String sensitive, String pointer) {
        assertRefused(site("sens-bad", sensitive), pointer);
    }
}
