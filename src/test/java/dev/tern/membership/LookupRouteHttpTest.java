package dev.tern.membership;

import static dev.tern.TestSite.newVisitor;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.problem.Problem;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.ext.web.Router;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The route beside the resource that answers the same question. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class LookupRouteHttpTest {
    private static final String BOUGHT = """
            {"event": "purchase", "within": "30d"}""";
    private static final String LOOKED = """
            {"event": "page_view", "within": "7d"}""";

    @Inject
    Passed passed;

    @Inject
    SharedRedis redis;

    /** Counts what the route left to others. */
    @Singleton
    static final class Passed {
        private static final int AFTER_THE_ROUTE = -4_999;

        private final AtomicInteger count = new AtomicInteger();

        void register(@Observes Router router) {
            router.route().order(AFTER_THE_ROUTE).handler(context -> {
                count.incrementAndGet();
                context.next();
            });
        }
    }

    /** An answer, the instant of the question left out, which also may be four bytes shorter than others. */
    private record Answer(String status, List<String> headers, String body) {
        static Answer of(String bytes) {
            int end = bytes.indexOf("\r\n\r\n");
            List<String> head = bytes.substring(0, end).lines().toList();
            String body = bytes.substring(end + 4);
            String length = "content-length: " + body.length();
            assertTrue(head.contains(length), bytes);
            return new Answer(
                    head.getFirst(),
                    head.stream()
                            .skip(1)
                            .filter(line -> !line.equals(length))
                            .sorted()
                            .toList(),
                    body.replaceFirst("\"at\":\"[^\"]{20,24}\"", "\"at\":\"\""));
        }

        long memberships() {
            return Pattern.compile("\"id\":").matcher(body).results().count();
        }
    }

    private static Answer ask(String method, String target, Map<String, String> headers, String body)
            throws IOException {
        String lines = Stream.concat(
                        headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()),
                        body.isEmpty() ? Stream.empty() : Stream.of("Content-Length: " + body.length()))
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String head =
                    method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
            return Answer.of(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    private static String lookup(TestSite site, String visitor) {
        return site.path("/visitors/" + visitor + "/audiences");
    }

    private Answer askTheRoute(String target, Map<String, String> headers) throws IOException {
        int before = passed.count.get();
        Answer answer = ask("GET", target, headers, "");
        assertEquals(before, passed.count.get(), "left to the resource: " + target + " with " + headers.keySet());
        return answer;
    }

    private Answer askTheResource(String target, Map<String, String> headers) throws IOException {
        return askTheResource("GET", target, headers, "");
    }

    private Answer askTheResource(String method, String target, Map<String, String> headers, String body)
            throws IOException {
        int before = passed.count.get();
        Answer answer = ask(method, target, headers, body);
        assertEquals(before + 1, passed.count.get(), "answered by the route: " + target + " with " + headers.keySet());
        return answer;
    }

    @Test
    void answersAsTheResourceDoes() throws IOException {
        TestSite site = TestSite.create("opt-out")
                .audience("buyers", BOUGHT)
                .audience("a-1_b", LOOKED)
                .audience("lookers", LOOKED);
        String stranger = newVisitor();
        String buyer = newVisitor();
        String both = newVisitor();
        site.event(buyer, "purchase", Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60))
                .event(both, "purchase", Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60, 70_000_000))
                .event(both, "page_view", Instant.now().minusSeconds(5));
        Map<String, String> key = bearer(site.key("members:read"));

        Answer ofStranger = askTheRoute(lookup(site, stranger), key);
        Answer ofBuyer = askTheRoute(lookup(site, buyer), key);
        Answer ofBoth = askTheRoute(lookup(site, both), key);

        assertEquals(askTheResource(lookup(site, stranger) + "?x=1", key), ofStranger);
        assertEquals(askTheResource(lookup(site, buyer) + "?x=1", key), ofBuyer);
        assertEquals(askTheResource(lookup(site, both) + "?x=1", key), ofBoth);
        assertEquals(0, ofStranger.memberships(), ofStranger.body);
        assertEquals(1, ofBuyer.memberships(), ofBuyer.body);
        assertEquals(3, ofBoth.memberships(), ofBoth.body);
    }

    @Test
    void takesWhatCommonClientsSend() throws IOException {
        TestSite site = TestSite.create("opt-out");
        String target = lookup(site, newVisitor());
        String bearer = "bearer  " + site.key("members:read", "events:write");

        for (Map<String, String> more : List.of(
                Map.of("Accept", "*/*"),
                Map.of("Accept", "application/json", "Content-Type", "application/json"),
                Map.of("accept", "application/json, text/plain, */*", "Accept-Encoding", "gzip"))) {
            Map<String, String> headers = Stream.concat(
                            more.entrySet().stream(), Stream.of(Map.entry("authorization", bearer)))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

            Answer answer = askTheRoute(target, headers);

            assertEquals("HTTP/1.1 200 OK", answer.status);
            assertEquals(askTheResource(target + "?", headers), answer);
        }
        assertEquals("HTTP/1.1 200 OK", askTheRoute(target, bearer(TestSite.ADMIN_KEY)).status);
    }

    @Test
    void leavesRarerFormsToTheResource() throws IOException {
        TestSite site = TestSite.create("opt-out");
        String target = lookup(site, newVisitor());
        Map<String, String> key = bearer(site.key("members:read"));

        for (String rarer : List.of(
                target + "?at=" + Instant.now(),
                target + "?",
                target.replace("/audiences", "/%61udiences"),
                target.replace("/sites/s", "/sites/%73"),
                target.replace("/visitors/", "//visitors/"),
                target + "/",
                "http://localhost:" + RestAssured.port + target)) {
            assertEquals("HTTP/1.1 200 OK", askTheResource(rarer, key).status, rarer);
        }
        assertEquals("HTTP/1.1 200 OK", askTheResource("GET", target, key, "{}").status);
        assertNotEquals("HTTP/1.1 200 OK", askTheResource("POST", target, key, "").status);
    }

    @Test
    void leavesRefusalsToTheResource() throws IOException {
        TestSite site = TestSite.create("opt-out");
        String target = lookup(site, newVisitor());
        String key = "Bearer " + site.key("members:read");
        String writer = "Bearer " + site.key("events:write");
        String foreign = "Bearer " + TestSite.create("opt-out").key("members:read");

        assertRefused(401, target, Map.of());
        assertRefused(401, target, Map.of("Authorization", "Bearer nobody"));
        assertRefused(401, target, Map.of("Authorization", "Bearer"));
        assertRefused(401, target, Map.of("Authorization", key.replace("Bearer", "Basic")));
        assertRefused(401, target, Map.of("Authorization", key, "authorization", key));
        assertRefused(403, target, Map.of("Authorization", writer));
        assertRefused(403, target, Map.of("Authorization", foreign));
        assertRefused(403, target.replace("/sites/site-", "/sites/no-"), Map.of("Authorization", key));
        assertRefused(
                404,
                target.replace("/sites/site-", "/sites/no-"),
                Map.of("Authorization", "Bearer " + TestSite.ADMIN_KEY));
        assertRefused(400, lookup(site, "x".repeat(22)), Map.of("Authorization", key));
        assertRefused(400, lookup(site, "nobody"), Map.of("Authorization", key));
        assertRefused(406, target, Map.of("Authorization", key, "Accept", "text/html"));
        assertRefused(406, target, Map.of("Authorization", key, "Accept", "application/json-patch+json"));
        assertRefused(415, target, Map.of("Authorization", key, "Content-Type", "nonsense"));
    }

    private void assertRefused(int status, String target, Map<String, String> headers) throws IOException {
        Answer answer = askTheResource(target, headers);
        assertTrue(answer.status.startsWith("HTTP/1.1 " + status + " "), target + " got " + answer);
        assertTrue(answer.body.contains("\"status\":" + status), answer.body);
    }

    @Test
    void saysAsTheResourceDoesThatRedisIsAway() throws IOException {
        TestSite site = TestSite.create("opt-out");
        String target = lookup(site, newVisitor());
        Map<String, String> key = bearer(site.key("members:read"));

        Answer answer;
        Answer ofTheResource;
        mayRead("-");
        try {
            answer = askTheRoute(target, key);
            ofTheResource = askTheResource(target + "?x=1", key);
        } finally {
            mayRead("+");
        }

        assertEquals("HTTP/1.1 503 Service Unavailable", answer.status);
        assertTrue(answer.headers.contains("Retry-After: 1"), answer.toString());
        assertTrue(answer.headers.contains("Content-Type: " + Problem.MEDIA_TYPE), answer.toString());
        assertEquals(ofTheResource, answer);
        assertEquals("HTTP/1.1 200 OK", askTheRoute(target, key).status);
    }

    /** Takes from everybody, and gives back, the right to read what is kept of visitors. */
    private void mayRead(String sign) {
        SharedRedis.await(redis.send(Request.cmd(Command.ACL)
                .arg("SETUSER")
                .arg("default")
                .arg(sign + "mget")
                .arg(sign + "get")));
    }
}
