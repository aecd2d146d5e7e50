package dev.tern;

import static dev.tern.ContractCalls.ADMIN;
import static dev.tern.ContractCalls.AUDIENCE;
import static dev.tern.ContractCalls.VISITOR;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tern.Contract.Operation;
import dev.tern.ContractCalls.Names;
import dev.tern.catalog.Scope;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract is tried with every wrong credential: it is refused by 401 or 403 whether what it names is there or not, and
 * nothing has changed.
 */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class CredentialsHttpTest {
    private static final Contract CONTRACT = Contract.read();

    /** Of what is held of a visitor. */
    private static final String WHEN_ASKED = "\"at\":\"[^\"]*\",";

    private final ContractCalls calls = new ContractCalls(CONTRACT, new ContractWitness(CONTRACT));

    /** A site that has something of everything. */
    private final class Attacked {
        final String site = calls.site();
        final Names names = Names.of(site).withKey(calls.key(site, scopes()).id());

        Attacked() {
            String event =
                    "{\"visitor\": \"%s\", \"event\": \"page_view\", \"time\": \"%s\", \"consent\": \"granted\", %s}"
                            .formatted(VISITOR, Instant.now(), "\"url\": \"https://shop.example/cart\"");
            calls.as(ADMIN)
                    .body("[" + event + "]")
                    .post("/v1/sites/%s/events".formatted(site))
                    .then()
                    .statusCode(202);
            TestSite.await("the lists are complete", () -> calls.as(ADMIN)
                    .get("/v1/sites/%s/audiences/%s".formatted(site, AUDIENCE))
                    .path("lists.complete"));
        }

        /** All that can be read of it. */
        List<String> state() {
            return Stream.of(
                            "",
                            "/audiences",
                            "/keys",
                            "/audit",
                            "/audiences/" + AUDIENCE + "/members",
                            "/visitors/" + VISITOR)
                    .map(path -> calls.as(ADMIN).get("/v1/sites/" + site + path))
                    .map(answer -> {
                        assertEquals(200, answer.statusCode());
                        return answer.asString().replaceFirst(WHEN_ASKED, "");
                    })
                    .toList();
        }

        /** What the path names, as it is there, and as it is not. */
        List<Names> thereAndNot() {
            return List.of(
                    names,
                    names.withAudience("nobody"),
                    names.withVisitor(TestSite.newVisitor()),
                    names.withKey("0"),
                    names.withVisitor("nobody"),
                    names.withSite("nowhere"));
        }
    }

    private static List<String> scopes() {
        return Arrays.stream(Scope.values()).map(Scope::text).toList();
    }

    private static List<Operation> keyed() {
        return CONTRACT.operations().stream().filter(Operation::needsKey).toList();
    }

    /** Requests that bear a wrong credential, by what is wrong about it, with the status that refuses them. */
    private Map<String, Supplier<RequestSpecification>> unknown(Attacked attacked) {
        ContractCalls.Key revoked = calls.key(attacked.site, scopes());
        calls.as(ADMIN).delete("/v1/sites/%s/keys/%s".formatted(attacked.site, revoked.id()));
        String goneSite = calls.site();
        String gone = calls.key(goneSite, scopes()).text();
        calls.as(ADMIN).delete("/v1/sites/" + goneSite);
        String known = calls.key(attacked.site, scopes()).text();
        Map<String, Supplier<RequestSpecification>> unknown = new LinkedHashMap<>();
        unknown.put("none", calls::anonymous);
        unknown.put("an unknown one", () -> calls.as("tern_unknown"));
        unknown.put("a revoked one", () -> calls.as(revoked.text()));
        unknown.put("that of a site that is gone", () -> calls.as(gone));
        unknown.put("a part of one", () -> calls.as(known.substring(0, known.length() - 1)));
        unknown.put("more than one", () -> calls.as(known + "0"));
        unknown.put("one in other case", () -> calls.as(swapped(known)));
        for (String header : List.of("", "Bearer", "Bearer ", "Basic " + known, known, "Bearer, " + known)) {
            unknown.put("the header '" + header + "'", () -> calls.anonymous().header("Authorization", header));
        }
        return unknown;
    }

    private static String swapped(String key) {
        StringBuilder swapped = new StringBuilder();
        key.chars()
                .forEach(c -> swapped.append(
                        (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        return swapped.toString();
    }

    @TestFactory
    Stream<DynamicTest> knowsNobodyByAWrongCredential() {
        var attacked = new Attacked();
        List<String> before = attacked.state();
        Map<String, Supplier<RequestSpecification>> unknown = unknown(attacked);
        List<String> withKeys = attacked.state();
        assertFalse(before.equals(withKeys), "keys are part of what is compared");
        List<DynamicTest> tests = new ArrayList<>();
        for (Operation operation : keyed()) {
            tests.add(dynamicTest(
                    operation.id(),
                    () -> unknown.forEach((what, request) -> {
                        for (Names names : attacked.thereAndNot()) {
                            Response answer = calls.send(request.get(), operation, names);

                            assertEquals(401, answer.statusCode(), () -> what + " for " + names);
                        }
                    })));
        }
        tests.add(dynamicTest("nothing has changed", () -> assertEquals(withKeys, attacked.state())));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> letsNoKeyOfAnotherSiteIn() {
        var attacked = new Attacked();
        String foreign = calls.key(calls.site(), scopes()).text();
        List<String> before = attacked.state();
        List<DynamicTest> tests = new ArrayList<>();
        for (Operation operation : keyed()) {
            if (operation.path().contains("{site}")) {
                tests.add(dynamicTest(operation.id(), () -> {
                    String refusal = calls.send(calls.as(foreign), operation, attacked.names)
                            .asString();
                    for (Names names : attacked.thereAndNot()) {
                        Response answer = calls.send(calls.as(foreign), operation, names);

                        assertEquals(403, answer.statusCode(), names::toString);
                        assertEquals(refusal, answer.asString(), "whether it is there is not told");
                    }
                }));
            }
        }
        tests.add(dynamicTest("nothing has changed", () -> assertEquals(before, attacked.state())));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> letsNoKeyInWithoutTheScope() {
        var attacked = new Attacked();
        Map<String, String> lacking = new LinkedHashMap<>();
        for (String scope : scopes()) {
            List<String> others = new ArrayList<>(scopes());
            others.remove(scope);
            lacking.put(scope, calls.key(attacked.site, others).text());
        }
        List<String> before = attacked.state();
        List<DynamicTest> tests = new ArrayList<>();
        for (Operation operation : keyed()) {
            tests.add(dynamicTest(operation.id(), () -> {
                for (Names names : attacked.thereAndNot()) {
                    Response answer =
                            calls.send(calls.as(requireNonNull(lacking.get(operation.scope()))), operation, names);

                    assertEquals(403, answer.statusCode(), names::toString);
                }
            }));
        }
        tests.add(dynamicTest("nothing has changed", () -> assertEquals(before, attacked.state())));
        return tests.stream();
    }

    @Test
    void showsAKeyItsOwnSiteAlone() {
        String site = calls.site();
        calls.site();
        String key = calls.key(site, scopes()).text();

        Response listed = calls.as(key).queryParam("limit", 100).get("/v1/sites");

        assertEquals(List.of(site), listed.jsonPath().getList("sites.id"));
    }

    @Test
    void makesNoSiteForAKeyOfASite() {
        String key = calls.key(calls.site(), scopes()).text();

        Response refused =
                calls.as(key).body(calls.example("putSite", "shop").toString()).put("/v1/sites/made-by-a-stranger");

        assertEquals(403, refused.statusCode());
        assertEquals(404, calls.as(ADMIN).get("/v1/sites/made-by-a-stranger").statusCode());
    }

    /** On the page of another site, under its name or that of the other. */
    @Test
    void showsAndErasesNothingByTheCookieOfAnotherSite() {
        TestSite one = TestSite.create("opt-out").audience("all", "{\"event\": \"view\", \"within\": \"1d\"}");
        TestSite other = TestSite.create("opt-out");
        String cookie = one.cookie(one.hit("e=view"));
        String visitor = TestSite.visitor(cookie);
        one.awaitAudiences(visitor, "all");
        String disguised = cookie.replace("tern-" + one.id() + "=", "tern-" + other.id() + "=");
        String token = tokenOf(one, cookie);

        for (String foreign : List.of(cookie, disguised, cookie + "; " + disguised)) {
            assertEquals(
                    404,
                    browser(foreign)
                            .get("/privacy/%s/data".formatted(other.id()))
                            .statusCode());
            assertEquals(
                    403,
                    browser(foreign)
                            .body("action=erase&token=" + token)
                            .post("/privacy/" + other.id())
                            .statusCode());
            assertFalse(
                    browser(foreign).get("/privacy/" + other.id()).asString().contains(visitor));
        }

        assertEquals(List.of("all"), one.audiencesOf(visitor));
    }

    private String tokenOf(TestSite site, String cookie) {
        return Jsoup.parse(browser(cookie).get("/privacy/" + site.id()).asString())
                .select("[name=token]")
                .val();
    }

    private RequestSpecification browser(String cookie) {
        return calls.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .redirects()
                .follow(false)
                .header("Cookie", cookie);
    }
}
