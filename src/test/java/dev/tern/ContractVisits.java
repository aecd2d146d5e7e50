package dev.tern;

import static dev.tern.ContractCalls.ADMIN;
import static dev.tern.ContractCalls.AUDIENCE;
import static dev.tern.ContractCalls.VISITOR;
import static dev.tern.ContractCalls.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.deletion.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;

/** The answers about visitors that the file describes in their own way: what they did, and where they belong. */
final class ContractVisits {
    private static final String NDJSON = "application/x-ndjson";
    private static final String STRANGER = "0aXyT9cQ4uS2bN7kLmPqRw";

    private final ContractCalls calls;
    private final Instant sawTheCart = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    private final Instant bought = sawTheCart.plus(Duration.ofHours(21));
    private final Instant enters = bought.plus(Duration.ofDays(7));
    private final Instant leaves = sawTheCart.plus(Duration.ofDays(30));

    ContractVisits(ContractCalls calls) {
        this.calls = calls;
    }

    Stream<DynamicTest> tests() {
        return Stream.of(events(), memberships(), pixel(), page(), declarations(), deletions())
                .flatMap(each -> each);
    }

    private Stream<DynamicTest> events() {
        return Stream.of(
                dynamicTest("events are accepted", () -> {
                    Response answer = send(calls.site(), visit());

                    assertEquals(2, answer.<Integer>path("accepted"));
                    assertEquals(202, answer.statusCode());
                }),
                dynamicTest("events are accepted one a line", () -> {
                    Response answer = admin().contentType(NDJSON)
                            .body(visit().get(0) + "\n" + visit().get(1) + "\n")
                            .post(events(calls.site()));

                    assertEquals(2, answer.<Integer>path("accepted"));
                }),
                dynamicTest("each refused event is named with its reason", () -> {
                    JsonNode tooOld = event("page_view", Instant.now().minus(Duration.ofDays(8)));
                    JsonNode tooEarly = event("page_view", Instant.now().plus(Duration.ofMinutes(10)));
                    JsonNode nameless = event("", sawTheCart);
                    JsonNode denied = event("page_view", sawTheCart).put("consent", "denied");

                    Response answer = send(
                            calls.site(), List.of(event("page_view", sawTheCart), tooOld, tooEarly, nameless, denied));

                    assertEquals(1, answer.<Integer>path("accepted"));
                    assertEquals(List.of(1, 2, 3, 4), answer.path("refused.index"));
                    assertEquals(List.of("too_old", "too_early", "invalid", "consent"), answer.path("refused.reason"));
                }));
    }

    private Stream<DynamicTest> memberships() {
        return Stream.of(
                dynamicTest("a visitor who bought is out", () -> {
                    Response answer = admin().get(lookup(visited(), VISITOR));

                    assertEquals(List.of(), answer.path("audiences"));
                }),
                dynamicTest("the visitor is in again when the purchase is a week old", () -> {
                    Response answer =
                            admin().queryParam("at", enters.toString()).get(lookup(visited(), VISITOR));

                    assertEquals(enters.toString(), answer.path("at"));
                    assertEquals(List.of(AUDIENCE), answer.path("audiences.id"));
                    assertEquals(List.of(enters.toString()), answer.path("audiences.from"));
                    assertEquals(List.of(leaves.toString()), answer.path("audiences.until"));
                }),
                dynamicTest("a membership is explained", () -> {
                    Response answer = admin().queryParam("at", enters.toString())
                            .get(lookup(visited(), VISITOR) + "/" + AUDIENCE + "/explanation");

                    assertEquals(true, answer.path("member"));
                    assertEquals(leaves.toString(), answer.path("next"));
                    assertEquals(List.of(true, true), answer.path("rule.parts.holds"));
                    assertEquals(sawTheCart.toString(), answer.path("rule.parts[0].events[0].time"));
                }),
                dynamicTest("everything that is held is told", () -> {
                    Response answer = admin().get(visitor(viewed(), VISITOR));

                    assertEquals(sawTheCart.toString(), answer.path("lastEvent"));
                    assertEquals(leaves.toString(), answer.path("until"));
                    assertEquals(List.of(AUDIENCE), answer.path("audiences.id"));
                    assertEquals(List.of(List.of(sawTheCart.toString())), answer.path("kept.events.time"));
                }),
                dynamicTest("an erased visitor stays so", () -> {
                    String site = viewed();

                    assertEquals(204, admin().delete(visitor(site, VISITOR)).statusCode());

                    assertEquals("erased", admin().get(visitor(site, VISITOR)).path("gone"));
                    assertEquals(
                            List.of("erased", "erased"), send(site, visit()).path("refused.reason"));
                }),
                dynamicTest("many visitors are looked up in the order asked", () -> {
                    ObjectNode question = JsonNodeFactory.instance.objectNode().put("at", enters.toString());
                    question.putArray("visitors").add(STRANGER).add(VISITOR);
                    question.putArray("audiences").add(AUDIENCE);

                    Response answer =
                            admin().body(question.toString()).post("/v1/sites/%s/lookups".formatted(visited()));

                    assertEquals(List.of(STRANGER, VISITOR), answer.path("results.visitor"));
                    assertEquals(List.of(List.of(), List.of(AUDIENCE)), answer.path("results.audiences"));
                }),
                dynamicTest("members are listed in pages", () -> {
                    String path = audience(viewed(), AUDIENCE) + "/members";

                    Response first = admin().queryParam("limit", 1).get(path);

                    String next = first.path("next");
                    assertNotNull(next);
                    Response second = admin().queryParam("limit", 1)
                            .queryParam("cursor", next)
                            .get(path);
                    assertEquals(1, second.jsonPath().getList("members").size());
                }),
                dynamicTest("members are listed one a line", () -> {
                    Response answer = admin().accept(NDJSON).get(audience(viewed(), AUDIENCE) + "/members");

                    assertEquals(2, answer.asString().lines().count());
                }),
                dynamicTest("an audience without members is listed one a line", () -> {
                    Response answer = admin().accept(NDJSON).get(audience(calls.site(), AUDIENCE) + "/members");

                    assertEquals("", answer.asString());
                }),
                dynamicTest("a membership is from an instant until another", () -> {
                    Response answer = admin().get(audience(viewed(), AUDIENCE) + "/members/" + VISITOR);

                    assertEquals(sawTheCart.toString(), answer.path("from"));
                    assertEquals(leaves.toString(), answer.path("until"));
                }),
                dynamicTest("a visitor who is not in the audience is refused as in the example", () -> {
                    Response answer = admin().get(audience(visited(), AUDIENCE) + "/members/" + VISITOR);

                    String example = "/responses/404/content/application~1problem+json/examples/out/value";
                    assertEquals(calls.described("getMember", example), json(answer));
                }),
                dynamicTest("an audience has a size", () -> {
                    Response answer = admin().get(audience(viewed(), AUDIENCE) + "/size");

                    assertEquals(2, answer.<Integer>path("size"));
                }));
    }

    private Stream<DynamicTest> pixel() {
        return Stream.of(
                dynamicTest("a hit with consent gets the image and a cookie", () -> {
                    Response answer = calls.anonymous()
                            .queryParam("u", "https://shop.example/cart")
                            .queryParam("p.plan", "gold")
                            .queryParam("consent", "granted")
                            .get("/p/%s.gif".formatted(calls.site()));

                    assertEquals(43, answer.asByteArray().length);
                    assertNotNull(answer.header("Set-Cookie"));
                }),
                dynamicTest("a hit that refuses takes the cookie away", () -> {
                    String pixel = "/p/%s.gif".formatted(calls.site());
                    String cookie = calls.anonymous()
                            .queryParam("consent", "granted")
                            .get(pixel)
                            .header("Set-Cookie");

                    Response answer = calls.anonymous()
                            .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .queryParam("consent", "denied")
                            .get(pixel);

                    assertTrue(answer.header("Set-Cookie").contains("=; Path=/; Max-Age=0;"));
                }),
                dynamicTest("a hit without consent gets the image alone", () -> {
                    Response answer = calls.anonymous().get("/p/%s.gif".formatted(calls.site()));

                    assertEquals(43, answer.asByteArray().length);
                    assertNull(answer.header("Set-Cookie"));
                }),
                dynamicTest("a hit on a site that is not there gets the image", () -> {
                    Response answer = calls.anonymous().get("/p/nowhere.gif");

                    assertEquals(43, answer.asByteArray().length);
                }));
    }

    private Stream<DynamicTest> page() {
        return Stream.of(
                dynamicTest("a visitor sees, takes along and has erased what is held", () -> {
                    String site = calls.site();
                    String page = "/privacy/" + site;
                    String set = calls.anonymous()
                            .queryParam("consent", "granted")
                            .get("/p/%s.gif".formatted(site))
                            .header("Set-Cookie");
                    String cookie = set.substring(0, set.indexOf(';'));

                    String shown = browser(cookie).get(page).asString();
                    Response data = browser(cookie).get(page + "/data");
                    Response done = browser(cookie)
                            .body("action=opt-out&token="
                                    + Jsoup.parse(shown).select("[name=token]").val())
                            .post(page);

                    assertEquals(cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf('.')), data.path("visitor"));
                    assertEquals(303, done.statusCode());
                }),
                dynamicTest("the page is that of a site and of an ID", () -> {
                    assertEquals(404, browser("a=b").get("/privacy/nowhere").statusCode());
                    assertEquals(
                            404,
                            browser("a=b").body("a=b").post("/privacy/nowhere").statusCode());
                    assertEquals(
                            404,
                            browser("a=b")
                                    .get("/privacy/%s/data".formatted(calls.site()))
                                    .statusCode());
                }),
                dynamicTest("forms are refused that are none of the page", () -> {
                    String page = "/privacy/" + calls.site();
                    String token = Jsoup.parse(browser("a=b").get(page).asString())
                            .select("[name=token]")
                            .val();

                    assertEquals(
                            403,
                            browser("a=b").body("action=opt-out").post(page).statusCode());
                    assertEquals(
                            400,
                            browser("a=b")
                                    .body("action=none&token=" + token)
                                    .post(page)
                                    .statusCode());
                    assertEquals(
                            413,
                            browser("a=b").body("a".repeat(5_000)).post(page).statusCode());
                    assertEquals(
                            415,
                            browser("a=b")
                                    .contentType("text/plain")
                                    .body("a=b")
                                    .post(page)
                                    .statusCode());
                }));
    }

    private RequestSpecification browser(String cookie) {
        return calls.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .redirects()
                .follow(false)
                .header("Cookie", cookie);
    }

    private Stream<DynamicTest> declarations() {
        return Stream.of(
                dynamicTest("a host honours Global Privacy Control", () -> {
                    Response answer = calls.anonymous().get("/.well-known/gpc.json");

                    assertEquals(true, answer.path("gpc"));
                }),
                dynamicTest("a host declares its cookies", () -> {
                    String site = calls.site();

                    Response answer =
                            calls.anonymous().header("Host", "shop.example").get("/deviceStorage.json");

                    assertTrue(
                            answer.<List<String>>path("disclosures.identifier").contains("tern-" + site));
                }));
    }

    private Stream<DynamicTest> deletions() {
        return Stream.of(
                dynamicTest("how deletion requests are made is declared", () -> {
                    Response answer = calls.anonymous().get("/dsrdelete.json");

                    assertEquals("https://tern.example/dsrdelete", answer.path("endpoint"));
                }),
                dynamicTest("a deletion request is carried out", () -> {
                    String site = viewed();

                    Response answer = calls.anonymous()
                            .contentType("application/jwt")
                            .body(Tokens.right(site + "/" + VISITOR))
                            .post("/dsrdelete");

                    assertEquals(202, answer.statusCode());
                    assertEquals("erased", admin().get(visitor(site, VISITOR)).path("gone"));
                }),
                dynamicTest("a deletion request comes as JSON", () -> {
                    Response answer = calls.anonymous()
                            .contentType("application/json")
                            .body("{\"rqJWT\": \"%s\"}".formatted(Tokens.right(calls.site() + "/" + VISITOR)))
                            .post("/dsrdelete");

                    assertEquals(202, answer.statusCode());
                }),
                dynamicTest("a deletion request that is none is refused", () -> {
                    Response answer = calls.anonymous()
                            .contentType("application/jwt")
                            .body("none")
                            .post("/dsrdelete");

                    assertEquals(400, answer.statusCode());
                }),
                dynamicTest("a deletion request without end is refused", () -> {
                    Response answer = calls.anonymous()
                            .contentType("application/jwt")
                            .body("x".repeat(20_000))
                            .post("/dsrdelete");

                    assertEquals(413, answer.statusCode());
                }));
    }

    /** A site where the visitor saw the cart, and bought. */
    private String visited() {
        String site = calls.site();
        assertEquals(2, send(site, visit()).<Integer>path("accepted"));
        return site;
    }

    /** A site where the visitor and a stranger saw the cart. */
    private String viewed() {
        String site = calls.site();
        JsonNode view = visit().getFirst();
        JsonNode strangers = ((ObjectNode) view.deepCopy()).put("visitor", STRANGER);
        assertEquals(2, send(site, List.of(view, strangers)).<Integer>path("accepted"));
        return site;
    }

    /** The events of the worked example, as if it was yesterday. */
    private List<JsonNode> visit() {
        JsonNode example = calls.example("sendEvents", "visit").deepCopy();
        ((ObjectNode) example.get(0)).put("time", sawTheCart.toString());
        ((ObjectNode) example.get(1)).put("time", bought.toString());
        return example.valueStream().toList();
    }

    private ObjectNode event(String name, Instant time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("visitor", VISITOR)
                .put("event", name)
                .put("time", time.toString())
                .put("consent", "granted");
    }

    private Response send(String site, List<JsonNode> events) {
        return admin().body(events.toString()).post(events(site));
    }

    private RequestSpecification admin() {
        return calls.as(ADMIN);
    }

    private static String audience(String site, String audience) {
        return "/v1/sites/%s/audiences/%s".formatted(site, audience);
    }

    private static String events(String site) {
        return "/v1/sites/%s/events".formatted(site);
    }

    private static String lookup(String site, String visitor) {
        return visitor(site, visitor) + "/audiences";
    }

    private static String visitor(String site, String visitor) {
        return "/v1/sites/%s/visitors/%s".formatted(site, visitor);
    }
}
