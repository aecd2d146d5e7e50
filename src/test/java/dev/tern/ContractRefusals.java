package dev.tern;

import static dev.tern.ContractCalls.ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tern.Contract.Operation;
import dev.tern.ContractCalls.Names;
import dev.tern.catalog.Scope;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The refusals that operations have in common, provoked on each: those that its path, its scope and its body make
 * possible, whether the file describes them or not, and the others where the file does.
 */
final class ContractRefusals {
    private static final Map<String, String> BAD_QUERIES =
            Map.of("limit", "0", "cursor", "!", "at", "yesterday", "from", "nowhere", "audience", "No Slug");
    private static final int NESTED = 1_000;
    private static final int BODY_BYTES = 1024 * 1024 + 1;
    private static final int QUERY_CHARS = 20_000;

    private final Contract contract;
    private final ContractCalls calls;
    private final Names names;
    private final String foreignKey;
    private final List<DynamicTest> tests = new ArrayList<>();

    private ContractRefusals(Contract contract, ContractCalls calls) {
        this.contract = contract;
        this.calls = calls;
        String site = calls.site();
        this.names = Names.of(site).withKey(calls.key(site, scopes()).id());
        this.foreignKey = calls.key(calls.site(), scopes()).text();
    }

    static Stream<DynamicTest> tests(Contract contract, ContractCalls calls) {
        var refusals = new ContractRefusals(contract, calls);
        contract.operations().stream().filter(Operation::needsKey).forEach(refusals::provoke);
        return refusals.tests.stream();
    }

    private void provoke(Operation operation) {
        access(operation);
        unknown(operation);
        parameters(operation);
        bodies(operation);
        expectWhereDescribed(
                operation,
                406,
                "in a media type that nobody serves",
                () -> calls.send(calls.as(ADMIN).accept("image/png"), operation, names));
        expectWhereDescribed(
                operation,
                412,
                "of another state",
                () -> calls.send(calls.as(ADMIN).header("If-Match", "\"0.0\""), operation, names));
        expectWhereDescribed(
                operation,
                414,
                "with a query without end",
                () -> calls.send(calls.as(ADMIN).queryParam("at", "1".repeat(QUERY_CHARS)), operation, names));
    }

    private void access(Operation operation) {
        expect(operation, 401, "without a key", () -> calls.send(calls.anonymous(), operation, names));
        expect(
                operation,
                401,
                "with a key that nobody knows",
                () -> calls.send(calls.as("tern_unknown"), operation, names));
        expect(operation, 403, "without the scope", () -> {
            List<String> others = scopes();
            others.remove(operation.scope());
            return calls.send(calls.as(calls.key(names.site(), others).text()), operation, names);
        });
        if (operation.path().contains("{site}")) {
            expect(
                    operation,
                    403,
                    "with the key of another site",
                    () -> calls.send(calls.as(foreignKey), operation, names));
        }
    }

    private void unknown(Operation operation) {
        boolean makesTheSite =
                operation.method().equals("PUT") && operation.path().endsWith("{site}");
        if (operation.path().contains("{site}") && !makesTheSite) {
            expect(
                    operation,
                    404,
                    "of a site that is not there",
                    () -> calls.send(calls.as(ADMIN), operation, names.withSite("nowhere")));
        }
        if (operation.path().contains("{audience}") && !operation.method().equals("PUT")) {
            expect(
                    operation,
                    404,
                    "of an audience that is not there",
                    () -> calls.send(calls.as(ADMIN), operation, names.withAudience("nobody")));
        }
        if (operation.path().contains("{key}")) {
            expect(
                    operation,
                    404,
                    "of a key that is not there",
                    () -> calls.send(calls.as(ADMIN), operation, names.withKey("nothing")));
        }
    }

    private void parameters(Operation operation) {
        contract.parameters(operation).forEach(parameter -> {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("query") && BAD_QUERIES.containsKey(name)) {
                expect(
                        operation,
                        400,
                        "with a bad " + name,
                        () -> calls.send(calls.as(ADMIN).queryParam(name, BAD_QUERIES.get(name)), operation, names));
            }
        });
        if (operation.path().contains("{visitor}")) {
            expect(
                    operation,
                    400,
                    "of a visitor who can't be",
                    () -> calls.send(calls.as(ADMIN), operation, names.withVisitor("nobody")));
        }
        if (operation.method().equals("PUT")) {
            expect(
                    operation,
                    400,
                    "under an ID that is no slug",
                    () -> calls.send(
                            calls.as(ADMIN),
                            operation,
                            operation.path().endsWith("{site}")
                                    ? names.withSite("No-Slug")
                                    : names.withAudience("No-Slug")));
        }
    }

    private void bodies(Operation operation) {
        if (!operation.node().has("requestBody")) {
            return;
        }
        expect(
                operation,
                400,
                "with broken JSON",
                () -> calls.sendBare(calls.as(ADMIN).body("{\"name\":"), operation, names));
        expect(
                operation,
                400,
                "with JSON nested without end",
                () -> calls.sendBare(calls.as(ADMIN).body("[".repeat(NESTED)), operation, names));
        expect(
                operation,
                413,
                "with a body without end",
                () -> calls.sendBare(calls.as(ADMIN).body(" ".repeat(BODY_BYTES)), operation, names));
        expect(
                operation,
                415,
                "with a text",
                () -> calls.sendBare(calls.as(ADMIN).contentType("text/plain").body("shop"), operation, names));
    }

    private void expectWhereDescribed(Operation operation, int status, String what, Supplier<Response> response) {
        if (operation.node().path("responses").has(String.valueOf(status))) {
            expect(operation, status, what, response);
        }
    }

    private void expect(Operation operation, int status, String what, Supplier<Response> response) {
        tests.add(dynamicTest(
                "%s refuses a request %s".formatted(operation, what),
                () -> assertEquals(status, response.get().statusCode())));
    }

    private static List<String> scopes() {
        return new ArrayList<>(Arrays.stream(Scope.values()).map(Scope::text).toList());
    }
}
