package dev.tern.privacy;

import static dev.tern.TestSite.admin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.consent.Ground;
import dev.tern.ops.Engines;
import dev.tern.recording.Recording;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Lineage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Everything that visitors ever sent is sent again, by every way that leads in, after they are erased. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class ReplayHttpTest {
    private static final int VISITORS = 40;
    private static final int EVENTS_EACH = 4;
    private static final Lineage LINEAGE = new Lineage(Ground.CONSENT, true);

    @Inject
    Catalog catalog;

    @Inject
    Recording recording;

    @Inject
    SharedRedis redis;

    @Test
    void bringsNobodyBack() {
        for (long seed = 0; seed < 3; seed++) {
            bringsNobodyBack(seed);
        }
    }

    private void bringsNobodyBack(long seed) {
        var random = new Random(seed);
        TestSite site = TestSite.create("opt-out");
        for (int i = 1; i <= 3; i++) {
            site.audience("fans-" + i, """
                    {"event": "view", "times": {"atLeast": %d}, "within": "30d"}""".formatted(i));
        }
        List<String> cookies = new ArrayList<>();
        List<Runnable> log = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            String cookie = site.cookie(site.hit("e=view"));
            cookies.add(cookie);
            for (int event = 0; event < EVENTS_EACH; event++) {
                long time = System.currentTimeMillis() - random.nextInt(3_600_000);
                log.add(
                        switch (random.nextInt(3)) {
                            case 0 -> () -> hit(site, cookie, time);
                            case 1 -> () -> send(site, TestSite.visitor(cookie), time);
                            default -> () -> record(site, TestSite.visitor(cookie), time);
                        });
            }
        }
        Collections.shuffle(log, random);
        log.forEach(Runnable::run);
        awaitDrained();
        assertFalse(about(cookies).isEmpty());

        for (String cookie : cookies) {
            admin().delete(site.path("/visitors/" + TestSite.visitor(cookie)))
                    .then()
                    .statusCode(204);
        }
        Collections.shuffle(log, random);
        log.forEach(Runnable::run);
        awaitDrained();

        assertEquals(Map.of(), about(cookies), "seed " + seed);
    }

    private static void hit(TestSite site, String cookie, long timeMillis) {
        assertEquals(
                200, site.hit(cookie, "e=view&consent=granted&t=" + timeMillis).statusCode());
    }

    private static void send(TestSite site, String visitor, long timeMillis) {
        admin().body("""
                        [{"visitor": "%s", "event": "view", "time": "%s", "consent": "granted"}]
                        """.formatted(visitor, Instant.ofEpochMilli(timeMillis)))
                .post(site.path("/events"))
                .then()
                .statusCode(202);
    }

    /** As what waits in a journal: past everything that asks who sends it. */
    private void record(TestSite site, String visitor, long timeMillis) {
        LiveSite live = catalog.site(site.id()).orElseThrow();
        Event event = new Event("view", timeMillis, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
        var _ = recording
                .keep(live, id(visitor), event, LINEAGE, live.rules().match(event))
                .orElseThrow();
    }

    private void awaitDrained() {
        TestSite.await("all in Redis", () -> recording.waiting() == 0);
    }

    private Map<String, String> about(List<String> cookies) {
        Dump dump = Dump.of(redis);
        Map<String, String> about = new TreeMap<>();
        cookies.forEach(cookie -> about.putAll(dump.about(id(TestSite.visitor(cookie)))));
        return about;
    }

    private static VisitorId id(String visitor) {
        return VisitorId.parse(visitor).orElseThrow();
    }
}
