package dev.tern.collect;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.newVisitor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.consent.Strings;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class EventsHttpTest {
    private static final String BOUGHT = """
            {"event": "purchase", "within": "30d"}""";

    @Test
    void hasStoredWhatItAnswered() {
        TestSite site = TestSite.create("required").audience("buyers", BOUGHT);
        String visitor = newVisitor();

        site.event(visitor, "purchase", Instant.now());

        assertEquals(List.of("buyers"), site.audiencesOf(visitor));
    }

    @Test
    void namesEachRefusedEventByItsPosition() {
        TestSite site = TestSite.create("required").audience("buyers", BOUGHT);
        Instant now = Instant.now();
        String good = """
                {"visitor": "%s", "event": "purchase", "consent": "granted"}""".formatted(newVisitor());
        String body = "["
                + String.join(
                        ",",
                        good,
                        good.replace("purchase", ""),
                        good.replace("}", ", \"time\": \"" + now.minus(Duration.ofDays(8)) + "\"}"),
                        good.replace("}", ", \"time\": \"" + now.plus(Duration.ofMinutes(6)) + "\"}"),
                        good.replace("granted", "denied"),
                        good.replace(", \"consent\": \"granted\"", ""),
                        good.replace("}", ", \"colour\": \"red\"}"),
                        good.replace("}", ", \"value\": 0.0000001}"),
                        "7",
                        good.replace("}", ", \"props\": {\"a\": [1]}}"))
                + "]";

        admin().body(body)
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("refused.index", equalTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)))
                .body(
                        "refused.reason",
                        equalTo(List.of(
                                "invalid",
                                "too_old",
                                "too_early",
                                "consent",
                                "consent",
                                "invalid",
                                "invalid",
                                "invalid",
                                "invalid")))
                .body("refused[0].detail", containsString("/1/event"))
                .body("refused[5].detail", containsString("/6/colour"))
                .body("refused[8].detail", containsString("/9/props/a"));
    }

    @Test
    void readsOneEventALine() {
        TestSite site = TestSite.create("opt-out").audience("buyers", BOUGHT);
        String visitor = newVisitor();

        admin().contentType("application/x-ndjson")
                .body("""
                        {"visitor": "%s", "event": "purchase"}

                        {"visitor": "%s", "event": "purchase"
                        {"visitor": "%s", "event": "view"}
                        """.formatted(visitor, visitor, visitor).getBytes(UTF_8))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2))
                .body("refused", hasSize(1))
                .body("refused[0].index", equalTo(1));

        assertEquals(List.of("buyers"), site.audiencesOf(visitor));
    }

    @Test
    void takesAThousandEventsAndNoMore() {
        TestSite site = TestSite.create("opt-out").audience("buyers", BOUGHT);
        String thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"visitor\": \"%s\", \"event\": \"purchase\"}".formatted(newVisitor()))
                .collect(Collectors.joining(","));

        admin().body("[" + thousand + "]")
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1_000));
        admin().body("[" + thousand + "," + thousand.substring(0, thousand.indexOf('}') + 1) + "]")
                .post(site.path("/events"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("1000"));
        admin().get(site.path("/audiences/buyers/size")).then().statusCode(200).body("size", equalTo(1_000));
    }

    @Test
    void countsTheSameEventOnce() {
        TestSite site = TestSite.create("opt-out").audience("twice", """
                {"event": "purchase", "times": {"atLeast": 2}, "within": "30d"}""");
        String visitor = newVisitor();
        Instant time = Instant.now().minusSeconds(60);
        String event = """
                {"visitor": "%s", "event": "purchase", "time": "%s", "id": "%s"}""";
        String first = event.formatted(visitor, time, "order-1");

        admin().body("[%s,%s]".formatted(first, first))
                .post(site.path("/events"))
                .then()
                .statusCode(202);
        List<String> afterTheSame = site.audiencesOf(visitor);
        admin().body("[%s]".formatted(event.formatted(visitor, time, "order-2")))
                .post(site.path("/events"))
                .then()
                .statusCode(202);

        assertEquals(List.of(), afterTheSame);
        assertEquals(List.of("twice"), site.audiencesOf(visitor));
    }

    @Test
    void decidesByTheSignalsInTheEventAlone() {
        TestSite site = TestSite.create("required", """
                , "tcfVendorId": %d, "regions": {"header": "X-Country", "optOut": ["US"]}""".formatted(Strings.VENDOR));
        List<String> allowed = List.of(
                "\"granted\"",
                "{\"consent\": \"granted\", \"gdpr\": 0, \"gpp_sid\": -1, \"gpc\": 0}",
                "{\"gdpr\": 1, \"gdpr_consent\": \"%s\"}"
                        .formatted(Strings.vendors(1, 3).encode()),
                "{\"region\": \"us\"}");
        List<String> denied = List.of(
                "\"denied\"",
                "{}",
                "{\"region\": \"DE\"}",
                "{\"region\": \"US\", \"gpc\": 1}",
                "{\"region\": \"US\", \"gpc\": 1.0}",
                "{\"region\": \"US\", \"dnt\": \"1\"}",
                "{\"consent\": \"granted\", \"gdpr\": 1}",
                "{\"consent\": \"granted\", \"gpp_sid\": 7}",
                "{\"consent\": \"granted\", \"us_privacy\": \"1YYN\"}");
        String body = Stream.concat(allowed.stream(), denied.stream())
                .map(consent ->
                        "{\"visitor\": \"%s\", \"event\": \"view\", \"consent\": %s}".formatted(newVisitor(), consent))
                .collect(Collectors.joining(",", "[", "]"));

        admin().header("Sec-GPC", "1")
                .header("X-Country", "US")
                .body(body)
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", equalTo(allowed.size()))
                .body("refused.reason", everyItem(equalTo("consent")))
                .body("refused", hasSize(denied.size()));
    }

    @Test
    void takesNoCookieForASignal() {
        TestSite site = TestSite.create("opt-out");

        admin().body("[{\"visitor\": \"%s\", \"event\": \"view\", \"consent\": {\"opt_out\": \"1\"}}]"
                        .formatted(newVisitor()))
                .post(site.path("/events"))
                .then()
                .statusCode(202)
                .body("refused[0].detail", containsString("/0/consent/opt_out"));
    }
}
