package dev.tern.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ends of lines in whatever is sent make no header of an answer, and no line of the log. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class ForgeryHttpTest {
    private static final String NAME = "X-Forged";

    /** The end of a line, as paths and queries may write it, and what some take for it. */
    private static final List<String> ENDS =
            List.of("%0d%0a", "%0a", "%0d", "%E5%98%8D%E5%98%8A", "%250d%250a", "%c2%85", "%e2%80%a8");

    private static final List<String> HEADERS = List.of(
            "Cookie",
            "Origin",
            "Referer",
            "If-Match",
            "If-None-Match",
            "Accept",
            "Content-Type",
            "User-Agent",
            "X-Forwarded-Host");
    private static final List<String> PARAMETERS =
            List.of("e", "u", "i", "at", "limit", "cursor", "from", "audience", "done");
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+}");
    private static final Pattern VALUE = Pattern.compile(": ?\"(?:[^\"\\\\]|\\\\.)*+\"");

    @TestFactory
    Stream<DynamicTest> forgesNothing() throws IOException, InterruptedException {
        Victim victim = Victim.create(RestAssured.port, TestSite.ADMIN_KEY, "forged");
        var attack = new Attack(RestAssured.port, new Fuzz(victim));
        return victim.operations().stream()
                .map(operation -> dynamicTest(operation.method() + " " + operation.path(), () -> {
                    try (var heard = new Heard(Level.INFO)) {
                        Logger.getLogger("dev.tern").info("heard");

                        for (String request : requests(victim, operation).toList()) {
                            assertForgesNothing(request, attack.ask(request));
                        }

                        assertTrue(heard.messages().contains("heard"), "the log is not listened to");
                        assertEquals(
                                List.of(),
                                heard.messages().stream()
                                        .filter(line -> line.contains(NAME) || line.matches("(?s).*[\r\n].*"))
                                        .toList());
                    }
                }));
    }

    private static void assertForgesNothing(String request, Answer answer) {
        assertTrue(answer.status() > 0, () -> "no answer to " + request);
        assertTrue(answer.status() < 500, () -> answer.text() + " to " + request);
        for (String header : answer.head().split("[\r\n]+", -1)) {
            assertFalse(header.startsWith(NAME), () -> answer.text() + " to " + request);
        }
    }

    private static Stream<String> requests(Victim victim, Victim.Operation operation) {
        String honest = honest(victim, operation);
        return Stream.of(
                        ENDS.stream()
                                .map(end -> end + NAME + ":%201" + end)
                                .flatMap(forged -> Stream.concat(
                                        Stream.of(text(
                                                victim, operation, paths(operation, forged), "", operation.example())),
                                        PARAMETERS.stream()
                                                .map(name -> text(
                                                        victim,
                                                        operation,
                                                        honest + "?" + name + "=" + forged,
                                                        "",
                                                        operation.example())))),
                        HEADERS.stream().flatMap(name -> Stream.of(
                                        "a\t" + NAME + ": 1", "a%0d%0a" + NAME + ": 1", "a\u0085" + NAME + ": 1")
                                .map(value -> text(
                                        victim, operation, honest, name + ": " + value + "\r\n", operation.example()))),
                        Stream.of("\\r\\n", "\\n", "\\u000d\\u000a", "\u00e2\u0080\u00a8")
                                .map(end -> text(
                                        victim,
                                        operation,
                                        honest,
                                        "",
                                        VALUE.matcher(operation.example())
                                                .replaceAll(Matcher.quoteReplacement(":\"a" + end + NAME + ": 1\"")))))
                .flatMap(each -> each);
    }

    /** Nothing of it is taken away. */
    private static String honest(Victim victim, Victim.Operation operation) {
        return operation.method().equals("DELETE")
                ? paths(operation, "0")
                : operation
                        .path()
                        .replace("{site}", victim.site())
                        .replace("{audience}", victim.audience())
                        .replace("{visitor}", Victim.VISITOR)
                        .replace("{key}", "0");
    }

    private static String paths(Victim.Operation operation, String each) {
        return VARIABLE.matcher(operation.path()).replaceAll(each);
    }

    private static String text(Victim victim, Victim.Operation operation, String target, String header, String body) {
        return operation.method() + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + victim.key() + "\r\n" + header
                + (body.isEmpty()
                        ? ""
                        : (header.startsWith("Content-Type") ? "" : "Content-Type: " + operation.mediaType() + "\r\n")
                                + "Content-Length: " + body.length() + "\r\n")
                + "\r\n" + body;
    }
}
