package dev.tern.privacy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.recording.JournalConfig;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a hit brings beside what the rules ask about is kept nowhere: not in Redis, not in the journal, not in a log. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class NothingElseHttpTest {
    private static final List<String> NOBODYS = List.of(
            "203.0.113.77",
            "Distinct/7391",
            "distinct-page",
            "distinct-query",
            "distinct-referrer",
            "distinct-value",
            "de-XX");

    @Inject
    SharedRedis redis;

    @Inject
    JournalConfig journal;

    @Test
    void keepsNoAddressNoUserAgentAndNoUrl() throws IOException {
        TestSite site = TestSite.create("required").audience("shoppers", """
                {"event": "view", "where": {"path": {"startsWith": "/"}}, "within": "30d"}""");
        var log = new ConcurrentLinkedQueue<String>();
        Handler listening = listening(log);
        Logger root = Logger.getLogger("");
        root.addHandler(listening);
        try {
            Logger.getLogger("dev.tern").info("heard");
            assertTrue(log.stream().anyMatch(line -> line.contains("heard")), "the log is not listened to");
            hit(site, "consent=granted&t=distinct-value");
            hit(site, "consent=denied");
            hit(site, "consent=distinct-value");
            String visitor = TestSite.visitor(site.cookie(hit(site, "consent=granted")));
            site.awaitAudiences(visitor, "shoppers");
            assertFalse(log.stream().anyMatch(line -> line.contains(visitor)), "a visitor's ID in the log");
        } finally {
            root.removeHandler(listening);
        }

        String kept = Dump.of(redis).text() + String.join("\n", log) + journals();
        for (String each : NOBODYS) {
            assertFalse(kept.contains(each), each);
        }
    }

    private static Response hit(TestSite site, String more) {
        return given().urlEncodingEnabled(false)
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150.0 Distinct/7391")
                .header("X-Forwarded-For", "203.0.113.77")
                .header("Accept-Language", "de-XX")
                .header("Referer", "https://shop.example/distinct-page")
                .get(("/p/%s.gif?e=view&u=https://shop.example/distinct-page?q=distinct-query&p.a=distinct-value"
                                + "&i=distinct-value&r=https://other.example/distinct-referrer&%s")
                        .formatted(site.id(), more));
    }

    /** What one site has of a browser can't be held against what another has. */
    @Test
    void knowsABrowserByAnotherIdOnEachSite() {
        TestSite one = TestSite.create("opt-out").audience("all", "{\"event\": \"view\", \"within\": \"1d\"}");
        TestSite other = TestSite.create("opt-out").audience("all", "{\"event\": \"view\", \"within\": \"1d\"}");
        String first = one.cookie(one.hit("e=view"));

        String disguised = first.replace("tern-" + one.id() + "=", "tern-" + other.id() + "=");
        String second = other.cookie(other.hit(first + "; " + disguised, "e=view"));

        assertNotEquals(TestSite.visitor(first), TestSite.visitor(second));
        other.awaitAudiences(TestSite.visitor(second), "all");
        assertEquals(List.of(), other.audiencesOf(TestSite.visitor(first)));
    }

    private String journals() throws IOException {
        Path folder = journal.directory().orElse(journal.home());
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertFalse(contents.isEmpty());
        return String.join("\n", contents);
    }

    private static Handler listening(ConcurrentLinkedQueue<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord logged) {
                log.add(new SimpleFormatter().format(logged));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
