package dev.tern.problem;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class BadInputHttpTest {
    private static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }

    /** Sends bytes as they are, which no HTTP client would. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String get(String target) throws IOException {
        return raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + TestSite.ADMIN_KEY + "\r\n\r\n");
    }

    @Test
    void refusesAMediaTypeThatIsNone() throws IOException {
        TestSite site = TestSite.create("opt-out");

        for (String type : List.of("nonsense", "/", "a/b/c", "text/", "application/json, text/plain", "\"x\"")) {
            String answer = raw("POST " + site.path("/events") + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + TestSite.ADMIN_KEY + "\r\nContent-Type: " + type
                    + "\r\nContent-Length: 2\r\n\r\n[]");

            assertTrue(answer.startsWith("HTTP/1.1 415 "), type + " got " + answer);
            assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
        }
    }

    @Test
    void answersThePixelsImageToBrokenEscapes() throws IOException {
        TestSite site = TestSite.create("opt-out");

        for (String target : List.of(
                "/p/" + site.id() + ".gif?u=%ZZ%&&&=&p.=x",
                "/p/" + site.id() + ".gif?u=<>\"|{}",
                "/p/%zz.gif",
                "/p/%00.gif",
                "/p/a/../b.gif",
                "/p/" + "x".repeat(5_000) + ".gif")) {
            String answer = get(target);

            assertTrue(answer.startsWith("HTTP/1.1 200 "), target + " got " + answer);
            assertEquals(43, answer.length() - answer.indexOf("\r\n\r\n") - 4, target);
        }
    }

    @Test
    void answersThePixelsImageToLargeHeaders() {
        TestSite site = TestSite.create("opt-out");

        byte[] image = given().header("Cookie", "a=" + "x".repeat(100_000))
                .get("/p/" + site.id() + ".gif")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertEquals(43, image.length);
    }

    @Test
    void refusesMalformedAddressesOfTheApi() throws IOException {
        for (String target : List.of("/v1/sites?limit=%ZZ", "/v1/%ZZ", "/v1/sites/<>")) {
            String answer = get(target);

            assertTrue(answer.startsWith("HTTP/1.1 400 "), target + " got " + answer);
            assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
        }
    }

    /** The router refuses it before any route is asked, and must meet no path that it can't read. */
    @Test
    void refusesARequestWithoutAHost() throws IOException {
        for (String target : List.of("/v1/sites", "/p/any.png", "/v1/%ZZ")) {
            String answer = raw("GET " + target + " HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 400 "), target + " got " + answer);
            assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-content-type-options: nosniff"), answer);
            assertFalse(answer.contains("Exception"), answer);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenHeads")
    void answersThePixelsImageToABrokenHead(String head, int status) throws IOException {
        String site = TestSite.create("opt-out").id();
        double hits = TestSite.metricSum("tern_hits_total");

        for (String target : List.of("/p/" + site + ".gif?e=view", "/p/%zz.gif")) {
            for (String method : List.of("GET", "HEAD")) {
                String answer = raw(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n" + head + "\r\n\r\n");

                String headers =
                        answer.substring(0, answer.indexOf("\r\n\r\n") + 2).toLowerCase(Locale.ROOT);
                assertTrue(headers.startsWith("http/1.1 " + status + " "), head + " got " + headers);
                assertTrue(headers.contains("\r\ncontent-type: image/gif\r\n"), headers);
                assertTrue(headers.contains("\r\ncache-control: no-store\r\n"), headers);
                assertTrue(headers.contains("\r\nx-content-type-options: nosniff\r\n"), headers);
                assertFalse(headers.contains("\r\nset-cookie:"), headers);
                assertEquals(method.equals("GET") ? 43 : 0, answer.length() - headers.length() - 2);
            }
        }
        assertEquals(hits, TestSite.metricSum("tern_hits_total"));
    }

    @ParameterizedTest
    @MethodSource("brokenHeads")
    void refusesABrokenHeadByAProblem(String head, int status) throws IOException {
        String answer = raw("GET /v1/sites HTTP/1.1\r\nConnection: close\r\n" + head + "\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), head + " got " + answer);
        assertTrue(answer.contains(Problem.MEDIA_TYPE), answer);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-content-type-options: nosniff"), answer);
        assertFalse(answer.contains("Exception"), answer);
    }

    static Stream<Arguments> brokenHeads() {
        return Stream.of(
                arguments("User-Agent: a", 400),
                arguments("Host: <>", 400),
                arguments("Host: a\r\nNo colon", 400),
                arguments("Host: a\r\nBad Name: x", 400),
                arguments("Host: a\r\nX-Control: a\u0000b", 400),
                arguments("Host: a\r\nContent-Length: -1", 400),
                arguments("Host: a\r\nContent-Length: 1\r\nContent-Length: 2", 400),
                arguments("Host: a\r\nTransfer-Encoding : chunked", 400),
                arguments("Host: a\r\nX-Bomb: " + "x".repeat(256 * 1024), 431));
    }

    @Test
    void refusesAddressesThatAreTooLong() {
        problem(admin().get("/v1/sites?cursor=" + "x".repeat(100_000)).then(), 414)
                .body("detail", containsString("16384"));
    }

    @Test
    void refusesBodiesThatAreTooLong() throws IOException {
        TestSite site = TestSite.create("opt-out");
        String chunk = "100000\r\n" + "[".repeat(0x100000) + "\r\n";

        problem(admin().body(new byte[10_000_000]).post(site.path("/events")).then(), 413)
                .body("detail", containsString("1048576"));
        String undeclared = raw("POST " + site.path("/events") + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + TestSite.ADMIN_KEY + "\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n");

        assertTrue(undeclared.startsWith("HTTP/1.1 413 "), undeclared);
        assertTrue(undeclared.contains(Problem.MEDIA_TYPE), undeclared);
    }

    @Test
    void refusesBrokenJsonAndBombs() {
        TestSite site = TestSite.create("opt-out");

        for (String text :
                List.of("", "{", "[" + "}", "[".repeat(500_000), "{\"a\":".repeat(100_000), "[1,]", "nul", "[] []")) {
            byte[] body = text.getBytes(ISO_8859_1);
            problem(admin().body(body).post(site.path("/events")).then(), 400);
            problem(admin().body(body).post(site.path("/lookups")).then(), 400);
            problem(admin().body(body).put(site.path("/audiences/a")).then(), 400);
        }
    }

    @Test
    void knowsNoSiteThatIsNotThere() {
        problem(admin().body("[]").post("/v1/sites/nobody/events").then(), 404);
        problem(
                admin().get("/v1/sites/nobody/visitors/" + TestSite.newVisitor() + "/audiences")
                        .then(),
                404);
        String noKey = TestSite.create("opt-out").path("/keys/%00");
        problem(admin().urlEncodingEnabled(false).get(noKey).then(), 404);
        problem(admin().urlEncodingEnabled(false).delete(noKey).then(), 404);
        problem(admin().get("/v1/nothing").then(), 404);
        problem(admin().get("/nothing").then(), 404);
        problem(admin().patch("/v1/sites/nobody").then(), 405);
        problem(
                admin().contentType("text/plain")
                        .body("x")
                        .post("/v1/sites/nobody/events")
                        .then(),
                415);
    }

    @Test
    void opensOnlyToAKeyWithTheScopeOnTheSite() {
        TestSite site = TestSite.create("opt-out");
        String reader = site.key("members:read");
        String foreign = TestSite.create("opt-out").key("members:read", "events:write");
        String lookup = site.path("/visitors/" + TestSite.newVisitor() + "/audiences");

        given().header("Authorization", "Bearer " + reader).get(lookup).then().statusCode(200);
        problem(given().get(lookup).then(), 401).header("WWW-Authenticate", "Bearer");
        problem(given().header("Authorization", "Bearer nobody").get(lookup).then(), 401);
        problem(given().header("Authorization", "Basic " + reader).get(lookup).then(), 401);
        problem(given().header("Authorization", "Bearer " + foreign).get(lookup).then(), 403);
        problem(
                given().header("Authorization", "Bearer " + reader)
                        .contentType("application/json")
                        .body("[]")
                        .post(site.path("/events"))
                        .then(),
                403);
    }
}
