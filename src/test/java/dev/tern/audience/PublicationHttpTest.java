package dev.tern.audience;

import static dev.tern.site.ControlPlane.ADMIN;
import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.audience;
import static dev.tern.site.ControlPlane.becomes;
import static dev.tern.site.ControlPlane.key;
import static dev.tern.site.ControlPlane.settings;
import static dev.tern.site.ControlPlane.site;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.sql.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** What others see in Redis, and what this pod serves, of what was saved. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PublicationHttpTest {
    @Inject
    Catalog catalog;

    @Inject
    SharedRedis redis;

    @Inject
    Database database;

    @Inject
    Session session;

    @Test
    void isLiveWhenTheChangeIsAnswered() {
        as(ADMIN, settings("First")).put("/v1/sites/pub-live");
        assertEquals("First", live("pub-live").settings().name());

        as(ADMIN, settings("Second")).put("/v1/sites/pub-live");
        as(ADMIN, audience("cart")).put("/v1/sites/pub-live/audiences/cart");
        String key = key("pub-live", "audiences:read");

        assertEquals("Second", live("pub-live").settings().name());
        assertEquals("cart", published("pub-live").at("/audiences/0/id").textValue());
        assertEquals(1, live("pub-live").keys().size());
        as(key).get("/v1/sites/pub-live/audiences/cart").then().statusCode(200);
    }

    @Test
    void sharesTheTraitsOfEqualConditionsAndKeepsTheirNumbers() {
        site("pub-traits");
        as(ADMIN, audience("a")).put("/v1/sites/pub-traits/audiences/one");
        as(ADMIN, audience("b")).put("/v1/sites/pub-traits/audiences/two");
        as(ADMIN, audience("a")).put("/v1/sites/pub-traits/audiences/three");
        Map<String, Integer> before = traits("pub-traits");

        as(ADMIN, audience("c")).put("/v1/sites/pub-traits/audiences/two");
        Map<String, Integer> without = traits("pub-traits");
        as(ADMIN, audience("b")).put("/v1/sites/pub-traits/audiences/two");

        assertEquals(2, before.size());
        assertEquals(2, without.size());
        assertEquals(before.get("[[\"a\"]]"), without.get("[[\"a\"]]"));
        assertFalse(before.containsValue(without.get("[[\"c\"]]")));
        assertEquals(before, traits("pub-traits"));
    }

    @Test
    void publishesNoTraitThatNobodyAsksAboutAnyMore() {
        site("pub-unasked");
        as(ADMIN, audience("a")).put("/v1/sites/pub-unasked/audiences/one");
        as(ADMIN, audience("a")).put("/v1/sites/pub-unasked/audiences/two");

        as(ADMIN).delete("/v1/sites/pub-unasked/audiences/one");
        Map<String, Integer> asked = traits("pub-unasked");
        as(ADMIN).delete("/v1/sites/pub-unasked/audiences/two");

        assertEquals(1, asked.size());
        assertEquals(Map.of(), traits("pub-unasked"));
    }

    @Test
    void keepsAConditionThatIsLongerThanAnIndexCanHold() {
        site("pub-long");
        String values = String.join(
                ",",
                IntStream.range(0, 400)
                        .mapToObj(i -> "\"" + "x".repeat(1000) + i + "\"")
                        .toList());

        var answer = as(ADMIN, """
                        {"name":"Long","rule":{"event":"a","where":{"path":[%s]},"within":"1d"}}""".formatted(values)).put("/v1/sites/pub-long/audiences/it");

        answer.then().statusCode(201);
        assertEquals(1, traits("pub-long").size());
    }

    @Test
    void takesADeletedSiteOffTheAir() {
        site("pub-gone");

        as(ADMIN).delete("/v1/sites/pub-gone");

        assertEquals(Optional.empty(), catalog.site("pub-gone"));
        assertEquals("gone", version("pub-gone"));
    }

    @Test
    void servesASiteThatWasMadeAnewAsAnotherOne() {
        site("pub-anew");
        long before = live("pub-anew").serial();
        as(ADMIN, audience("a")).put("/v1/sites/pub-anew/audiences/a");

        as(ADMIN).delete("/v1/sites/pub-anew");
        site("pub-anew");

        assertNotEquals(before, live("pub-anew").serial());
        assertEquals(0, published("pub-anew").get("audiences").size());
    }

    @Test
    void publishesTheLatestOfConcurrentChanges() {
        site("pub-race");

        IntStream.range(0, 40).parallel().forEach(i -> as(ADMIN, audience("e" + i))
                .put("/v1/sites/pub-race/audiences/a" + i % 8));

        assertEquals(8, published("pub-race").get("audiences").size());
        assertEquals(8, traits("pub-race").size());
        assertEquals(
                published("pub-race").get("serial").asText() + "."
                        + published("pub-race").get("version").asText(),
                version("pub-race"));
    }

    @Test
    void comesBackAfterRedisWasFlushed() {
        site("pub-flushed");
        as(ADMIN, audience("a")).put("/v1/sites/pub-flushed/audiences/a");
        site("pub-flushed-gone");
        as(ADMIN).delete("/v1/sites/pub-flushed-gone");
        String before = version("pub-flushed");

        send(Request.cmd(Command.FLUSHALL));

        assertTrue(becomes(() -> before.equals(version("pub-flushed")) && "gone".equals(version("pub-flushed-gone"))));
        assertEquals(1, published("pub-flushed").get("audiences").size());
    }

    @Test
    void standsThoughRedisHangsAndGoesLiveLater() {
        site("pub-hung");
        send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(3_000).arg("ALL"));

        var answer = as(ADMIN, settings("While Redis hung")).put("/v1/sites/pub-hung");

        answer.then().statusCode(200);
        assertTrue(becomes(() -> live("pub-hung").settings().name().equals("While Redis hung")));
    }

    @Test
    void publishesWhatACrashKeptFromBeingPublished() {
        site("pub-crashed");

        execute("UPDATE site SET name = 'Saved', version = version + 1 WHERE id = 'pub-crashed'");

        assertTrue(becomes(() -> live("pub-crashed").settings().name().equals("Saved")));
    }

    @Test
    void withdrawsWhatACrashKeptFromBeingWithdrawn() {
        site("pub-crashed-gone");

        execute("""
                WITH gone AS (DELETE FROM site WHERE id = 'pub-crashed-gone' RETURNING serial, id)
                INSERT INTO deleted_site SELECT serial, id, now() FROM gone""");

        assertTrue(becomes(() -> catalog.site("pub-crashed-gone").isEmpty()));
    }

    @Test
    void publishesAnewOnceADay() {
        site("pub-daily");
        send(Request.cmd(Command.PEXPIRE).arg("site:pub-daily").arg(600_000));

        execute("UPDATE site SET published = now() - interval '25 hours' WHERE id = 'pub-daily'");

        assertTrue(becomes(
                () -> send(Request.cmd(Command.PTTL).arg("site:pub-daily")).toLong() > 600_000));
    }

    private LiveSite live(String site) {
        return catalog.site(site).orElseThrow();
    }

    private JsonNode published(String site) {
        try {
            return new JsonMapper()
                    .readTree(send(Request.cmd(Command.GET).arg("site:" + site)).toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String version(String site) {
        return String.valueOf(send(Request.cmd(Command.HGET).arg("sites").arg(site)));
    }

    private Map<String, Integer> traits(String site) {
        Map<String, Integer> traits = new HashMap<>();
        for (JsonNode trait : published(site).get("traits")) {
            traits.put(trait.get("trait").textValue(), trait.get("number").intValue());
        }
        return traits;
    }

    private void execute(String sql) {
        database.transact(() -> session.createNativeMutationQuery(sql).executeUpdate());
    }

    private Response send(Request request) {
        return SharedRedis.await(redis.send(request));
    }
}
