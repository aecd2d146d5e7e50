package dev.tern.ledger;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.await;
import static dev.tern.TestSite.awaitAnswer;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import dev.tern.sql.Database;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = Restorable.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@SuppressWarnings("NullAway.Init") // the test resource fills it
class LedgerHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";
    private static final String REGULARS = """
            {"event": "view", "times": {"atLeast": 2}, "within": "90d"}""";

    Restorable engines;

    @Inject
    SharedRedis redis;

    @Inject
    Ledger ledger;

    @Inject
    Bookkeeping books;

    @Inject
    Database database;

    @Inject
    Session entities;

    private final Instant now = Instant.now();

    @Test
    void bringsNobodyBackWithABackup() throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS).audience("regulars", REGULARS);
        List<String> leaving = visitors(site, 40);
        List<String> staying = visitors(site, 40);
        String withdrawn = leaving.getFirst();
        SharedRedis.await(redis.send(Request.cmd(Command.SAVE)));
        engines.backUp();
        admin().body(event(withdrawn, "\"denied\""))
                .post(site.path("/events"))
                .then()
                .statusCode(202);
        leaving.stream().skip(1).forEach(visitor -> erase(site, visitor));
        await("all in the ledger", () -> ledger.after("", 1_000).size() >= leaving.size());
        age(Duration.ofDays(10));
        long reappliedBefore = books.reapplied();

        engines.restore();
        awaitAnswer(redis);

        await("nothing of them", () -> aboutAny(leaving).isEmpty());
        assertEquals(reappliedBefore + leaving.size(), books.reapplied());
        assertEquals(leaving.size(), lives().size());
        assertTrue(lives().stream().allMatch(life -> life.plusMinutes(1).toDays() == 390), lives().toString());
        for (String visitor : staying) {
            assertEquals(List.of("fans", "regulars"), site.audiencesOf(visitor));
        }
        send(site, withdrawn).body("refused.reason", contains("withdrawn"));
        leaving.stream().skip(1).forEach(visitor -> send(site, visitor).body("refused.reason", contains("erased")));
        assertEquals(Map.of(), aboutAny(leaving));
        admin().get(site.path("/audiences/fans/size")).then().body("size", equalTo(staying.size()));
    }

    @Test
    void erasesWhilePostgresqlIsAwayAndTellsTheLedgerLater() {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS);
        List<String> leaving = visitors(site, 3);
        await("the ledger has all", () -> books.pending() == 0);
        int before = ledger.after("", 1_000).size();

        engines.wire().cut();
        leaving.forEach(visitor -> erase(site, visitor));
        Map<String, String> left = aboutAny(leaving);
        await("they wait", () -> books.pending() == leaving.size());
        engines.wire().mend();

        assertEquals(Map.of(), left);
        await("the ledger has all", () -> books.pending() == 0);
        assertEquals(before + leaving.size(), ledger.after("", 1_000).size());
    }

    /** Of an audience, and of a whole site; and again of those that a backup brings back. */
    @Test
    void reachesListsOfAudiencesThatAreNoMore() throws IOException {
        TestSite site = TestSite.create("opt-out").audience("fans", FANS).audience("formers", FANS);
        TestSite closing = TestSite.create("opt-out").audience("fans", FANS);
        List<String> leaving = visitors(site, 3);
        List<String> staying = visitors(site, 1);
        var _ = visitors(closing, 3);
        SharedRedis.await(redis.send(Request.cmd(Command.SAVE)));
        engines.backUp();
        List<String> before = lists();

        admin().delete(site.path("/audiences/formers")).then().statusCode(204);
        admin().delete(closing.path("")).then().statusCode(204);
        leaving.forEach(visitor -> erase(site, visitor));
        await("two of three lists are gone", () -> lists().size() == before.size() - 4);
        Map<String, String> left = aboutAny(leaving);
        List<String> after = lists();
        engines.restore();
        awaitAnswer(redis);
        List<String> restored = lists();
        await("they are gone again", () -> lists().equals(after));

        assertEquals(Map.of(), left);
        assertEquals(before, restored);
        assertEquals(Map.of(), aboutAny(leaving));
        assertEquals(List.of("fans"), site.audiencesOf(staying.getFirst()));
        admin().get(site.path("/audiences/fans/size")).then().body("size", equalTo(1));
    }

    private List<String> lists() {
        return Dump.of(redis).keys("i:");
    }

    private List<String> visitors(TestSite site, int count) {
        List<String> visitors =
                Stream.generate(TestSite::newVisitor).limit(count).toList();
        for (String visitor : visitors) {
            site.event(visitor, "view", now.minusSeconds(2)).event(visitor, "view", now.minusSeconds(1));
            assertFalse(aboutAny(List.of(visitor)).isEmpty());
        }
        return visitors;
    }

    private static void erase(TestSite site, String visitor) {
        admin().delete(site.path("/visitors/" + visitor)).then().statusCode(204);
    }

    private static ValidatableResponse send(TestSite site, String visitor) {
        return admin().body(event(visitor, "\"granted\""))
                .post(site.path("/events"))
                .then()
                .statusCode(202);
    }

    private static String event(String visitor, String consent) {
        return """
                [{"visitor": "%s", "event": "view", "consent": %s}]""".formatted(visitor, consent);
    }

    private Map<String, String> aboutAny(List<String> visitors) {
        Dump dump = Dump.of(redis);
        Map<String, String> about = new TreeMap<>();
        visitors.forEach(
                visitor -> about.putAll(dump.about(VisitorId.parse(visitor).orElseThrow())));
        return about;
    }

    /** As if all in the ledger were gone for longer. */
    private void age(Duration by) {
        var _ = database.transact(() -> entities.createNativeMutationQuery(
                        "UPDATE tombstone SET since = since - ?1 * interval '1 second'")
                .setParameter(1, by.toSeconds())
                .executeUpdate());
    }

    /** For how long each tombstone still stands. */
    private List<Duration> lives() {
        List<Request> asked = new ArrayList<>();
        Dump.of(redis)
                .keys("t")
                .forEach(key -> asked.add(Request.cmd(Command.PTTL).arg(key.getBytes(StandardCharsets.ISO_8859_1))));
        return SharedRedis.await(redis.sendAll(asked)).stream()
                .map(answer -> Duration.ofMillis(answer.toLong()))
                .toList();
    }
}
