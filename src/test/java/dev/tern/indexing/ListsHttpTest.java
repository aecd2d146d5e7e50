package dev.tern.indexing;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.await;
import static dev.tern.TestSite.metric;
import static dev.tern.TestSite.newVisitor;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What owners see of lists while the rules change. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class ListsHttpTest {
    private static final String SAW_THE_CART = """
            {"event": "cart", "within": "30d"}""";
    private static final String BOUGHT = """
            {"event": "purchase", "within": "30d"}""";

    @Inject
    Catalog catalog;

    @Inject
    Visitors visitors;

    @Inject
    SharedRedis redis;

    @Test
    void hasVisitorsOfBeforeInAnAudienceThatIsNew() {
        TestSite site = TestSite.create("opt-out").audience("first", SAW_THE_CART);
        Set<String> all = send(site, "cart", 300);

        site.audience("second", SAW_THE_CART);

        await("the lists are complete", () -> isComplete(site, "second"));
        assertEquals(all, members(site, "second"));
        admin().get(site.path("/audiences/second/size")).then().body("size", equalTo(300));
        admin().get(site.path("/audiences/second"))
                .then()
                .body("lists.complete", equalTo(true))
                .body("lists.progress", equalTo(1));
    }

    @Test
    void followsARuleThatChanged() {
        TestSite site =
                TestSite.create("opt-out").audience("carts", SAW_THE_CART).audience("buyers", BOUGHT);
        Set<String> carts = send(site, "cart", 5);
        Set<String> buyers = send(site, "purchase", 7);
        await("the lists are complete", () -> isComplete(site, "carts"));

        replace(site, "carts", BOUGHT);

        assertEquals(Set.of(), members(site, "carts"), "who is out is out at once");
        await("the lists are complete", () -> isComplete(site, "carts"));
        assertEquals(buyers, members(site, "carts"));
        assertTrue(carts.stream().allMatch(visitor -> site.audiencesOf(visitor).isEmpty()));
    }

    @Test
    void isCompleteWithoutAnyVisitor() {
        TestSite site = TestSite.create("opt-out").audience("first", SAW_THE_CART);

        await("the lists are complete", () -> isComplete(site, "first"));
        assertEquals(
                List.of(true),
                admin().get(site.path("/audiences")).then().extract().path("audiences.lists.complete"));
    }

    @Test
    void isIncompleteAsSoonAsARuleChanged() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        await("the lists are complete", () -> isComplete(site, "carts"));

        Boolean complete = replace(site, "carts", BOUGHT);

        assertEquals(false, complete);
        assertEquals(false, isComplete(site, "carts"));
    }

    @Test
    void isIncompleteAfterRulesWentThereAndBackAgain() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        await("the lists are complete", () -> isComplete(site, "carts"));

        replace(site, "carts", BOUGHT);
        replace(site, "carts", SAW_THE_CART);

        assertEquals(false, isComplete(site, "carts"), "others may have written in between");
        await("what was done is taken back", () -> !isDone(site));
        await("the lists are complete", () -> isComplete(site, "carts"));
    }

    @Test
    void forgetsWhatNoRuleNeedsAnyMore() {
        TestSite site =
                TestSite.create("opt-out").audience("carts", SAW_THE_CART).audience("buyers", BOUGHT);
        String both = newVisitor();
        String buyer = newVisitor();
        site.event(both, "cart", Instant.now()).event(both, "purchase", Instant.now());
        site.event(buyer, "purchase", Instant.now());

        admin().delete(site.path("/audiences/buyers")).then().statusCode(204);

        await("the lists are complete", () -> isComplete(site, "carts"));
        assertEquals(
                1,
                VisitorRecord.read(record(site, both)).orElseThrow().history().size());
        assertEquals(0, record(site, buyer).length);
    }

    @Test
    void tellsNothingOfListsWhileRedisIsAway() {
        TestSite site = TestSite.create("opt-out").audience("carts", SAW_THE_CART);
        await("the lists are complete", () -> isComplete(site, "carts"));
        SharedRedis.await(
                redis.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(2_000).arg("ALL")));

        var answer = admin().get(site.path("/audiences/carts"));

        answer.then().statusCode(200).body("id", equalTo("carts")).body("containsKey('lists')", equalTo(false));
    }

    @Test
    void countsWhatItReadAndShowsThatNothingIsLeft() {
        TestSite site = TestSite.create("opt-out").audience("first", SAW_THE_CART);
        double before = metric("tern_index_pass_records_total{outcome=\"rewritten\"}");
        send(site, "cart", 20);

        site.audience("second", SAW_THE_CART);

        await("the lists are complete", () -> isComplete(site, "second"));
        assertTrue(metric("tern_index_pass_records_total{outcome=\"rewritten\"}") >= before + 20);
        await("nothing is left", () -> metric("tern_index_pass_progress") == 1);
    }

    private boolean isDone(TestSite site) {
        String serial = IndexingKeys.site(catalog.site(site.id()).orElseThrow().serial());
        return SharedRedis.await(redis.send(Request.cmd(Command.HEXISTS)
                                .arg(IndexingKeys.DONE)
                                .arg(serial)))
                        .toInteger()
                == 1;
    }

    private byte[] record(TestSite site, String visitor) {
        long serial = catalog.site(site.id()).orElseThrow().serial();
        return SharedRedis.await(visitors.read(
                new Visitors.Address(serial, VisitorId.parse(visitor).orElseThrow())));
    }

    private static Boolean replace(TestSite site, String audience, String rule) {
        return admin().body("{\"name\": \"Another\", \"rule\": %s}".formatted(rule))
                .put(site.path("/audiences/" + audience))
                .then()
                .statusCode(200)
                .extract()
                .path("lists.complete");
    }

    private static boolean isComplete(TestSite site, String audience) {
        Boolean complete = admin().get(site.path("/audiences/" + audience))
                .then()
                .statusCode(200)
                .extract()
                .path("lists.complete");
        return Boolean.TRUE.equals(complete);
    }

    private static Set<String> members(TestSite site, String audience) {
        List<String> members = admin().queryParam("limit", 1_000)
                .get(site.path("/audiences/" + audience + "/members"))
                .then()
                .statusCode(200)
                .extract()
                .path("members.visitor");
        assertEquals(members.size(), Set.copyOf(members).size(), "somebody is there twice");
        return new TreeSet<>(members);
    }

    private static Set<String> send(TestSite site, String event, int visitors) {
        Set<String> all =
                Stream.generate(TestSite::newVisitor).limit(visitors).collect(Collectors.toCollection(TreeSet::new));
        send(site, event, all);
        return all;
    }

    private static void send(TestSite site, String event, Collection<String> visitors) {
        String now = Instant.now().toString();
        String body = visitors.stream()
                .map("{\"visitor\": \"%%s\", \"event\": \"%s\", \"time\": \"%s\"}".formatted(event, now)::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        admin().body(body).post(site.path("/events")).then().statusCode(202).body("accepted", equalTo(visitors.size()));
    }
}
