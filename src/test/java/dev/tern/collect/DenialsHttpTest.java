package dev.tern.collect;

import static dev.tern.TestSite.await;
import static dev.tern.TestSite.metric;
import static dev.tern.TestSite.metricSum;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.consent.Strings;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every no, beside every yes and every other no: the image, and not one byte of anything. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DenialsHttpTest {
    private static final String TCF = Strings.publishers(1, 3, 4).encode();
    private static final String MODES = "ad_storage=granted&ad_user_data=granted&ad_personalization=granted";

    private static final List<String> YES =
            List.of("consent=granted", MODES, "gdpr_consent=" + TCF, "gpp=" + Strings.gpp(2, TCF) + "&gpp_sid=2");

    /** Headers stand before a bar. */
    private static final List<String> NO = List.of(
            "consent=denied",
            "consent=perhaps",
            "Sec-GPC: 1|",
            "DNT: 1|",
            "Sec-GPC: 0, 1|",
            "Cookie: a=b; tern-optout-SITE=|",
            "Cookie: tern-optout-SITE=no; a=b|",
            "gdpr=1&gdpr_consent=abc",
            "gdpr=%24%7BGDPR%7D",
            "gdpr_consent=" + TCF.substring(0, 30),
            "gdpr_consent=" + Strings.publishers(4).encode(),
            "gdpr_consent=" + Strings.publishers(1, 3).isServiceSpecific(false).encode(),
            "gpp=DBABTA~1YYN",
            "gpp=" + Strings.gpp(9, "SaleOptOut", 1),
            "gpp=" + Strings.gpp(9, "SaleOptOut", 2) + "&gpp_sid=8",
            "gpp_sid=7",
            "us_privacy=1YYN",
            "us_privacy=1Y",
            "ad_storage=denied",
            "ad_personalization=%7B%7Bx%7D%7D");

    @Inject
    SharedRedis redis;

    /** But for what the pass over the lists, the ledger and who lets an index grow note for themselves, which is nobody's, and comes and goes by itself. */
    private Map<String, String> everything() {
        Map<String, String> all = Dump.of(redis).without("{indexing}", "ledger:");
        all.keySet().removeIf(key -> key.matches("i:[0-9a-z]+:g"));
        return all;
    }

    private static Response hit(TestSite site, String... signals) {
        RequestSpecification request = given().urlEncodingEnabled(false);
        StringBuilder query = new StringBuilder("e=page_view");
        for (String each : signals) {
            int bar = each.indexOf('|');
            if (bar >= 0) {
                String[] header = each.substring(0, bar).split(": ", 2);
                request.header(header[0], header[1].replace("SITE", site.id()));
            }
            query.append(bar + 1 == each.length() ? "" : "&").append(each.substring(bar + 1));
        }
        return request.get("/p/%s.gif?%s".formatted(site.id(), query));
    }

    private static void assertDenied(Response answer, String what) {
        assertEquals(200, answer.statusCode(), what);
        assertEquals("image/gif", answer.contentType(), what);
        assertEquals(43, answer.asByteArray().length, what);
        assertFalse(answer.headers().hasHeaderWithName("Set-Cookie"), what);
    }

    private static double denied() {
        return metricSum("tern_hits_total{outcome=\"denied\"");
    }

    @Test
    void keepsNothingOfWhatIsDenied() {
        String everyView = """
                {"event": "page_view", "within": "30d"}""";
        List<TestSite> sites = List.of(
                TestSite.create("required").audience("views", everyView),
                TestSite.create("opt-out").audience("views", everyView));
        for (TestSite site : sites) {
            for (String yes : YES) {
                assertTrue(hit(site, yes).headers().hasHeaderWithName("Set-Cookie"), yes);
            }
        }
        await("all is stored", () -> metric("tern_journal_waiting") == 0);
        await("all lists are complete", () -> metric("tern_index_pass_progress") == 1);
        Map<String, String> before = everything();
        double accepted = metric("tern_events_accepted_total");
        double written = metric("tern_events_written_total");
        double deniedBefore = denied();
        int hits = 0;

        for (String no : NO) {
            for (TestSite site : sites) {
                for (String yes : YES) {
                    assertDenied(hit(site, yes, no), site.id() + " " + yes + " " + no);
                    hits++;
                }
                for (String other : NO) {
                    boolean sameHeader = no.startsWith("Cookie") && other.startsWith("Cookie");
                    if (!sameHeader) {
                        assertDenied(hit(site, other, no), site.id() + " " + other + " " + no);
                        hits++;
                    }
                }
            }
        }

        assertTrue(hits > 900, hits + " hits");
        assertEquals(deniedBefore + hits, denied());
        assertEquals(accepted, metric("tern_events_accepted_total"));
        assertEquals(written, metric("tern_events_written_total"));
        assertEquals(0, metric("tern_journal_waiting"));
        assertEquals(before, everything());
    }
}
