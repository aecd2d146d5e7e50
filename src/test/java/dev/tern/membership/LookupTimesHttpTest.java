package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.metric;
import static dev.tern.TestSite.newVisitor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every lookup is timed once: {@code asked = answered + failed}. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class LookupTimesHttpTest {
    /** Less than what a lookup waits for. */
    private static final int PAUSE_MILLIS = 600;

    @Inject
    SharedRedis redis;

    /** So many lookups were timed. */
    private record Timed(double single, double singleFailed, double batch, double batchFailed) {
        static Timed now() {
            return new Timed(
                    count("single", "answered"),
                    count("single", "failed"),
                    count("batch", "answered"),
                    count("batch", "failed"));
        }

        Timed since(Timed before) {
            return new Timed(
                    single - before.single,
                    singleFailed - before.singleFailed,
                    batch - before.batch,
                    batchFailed - before.batchFailed);
        }

        private static double count(String form, String outcome) {
            return metric("tern_lookup_seconds_count{form=\"%s\",outcome=\"%s\"}".formatted(form, outcome));
        }
    }

    private static int single(TestSite site, String query) {
        return admin().get(site.path("/visitors/" + newVisitor() + "/audiences" + query))
                .statusCode();
    }

    private static int batch(TestSite site, String visitor) {
        return admin().body("{\"visitors\": [\"%s\", \"%s\"]}".formatted(newVisitor(), visitor))
                .post(site.path("/lookups"))
                .statusCode();
    }

    @Test
    void countsEachLookupByFormAndOutcome() {
        TestSite site = TestSite.create("opt-out");
        String tomorrow = "?at=" + Instant.now().plusSeconds(86_400);
        Timed before = Timed.now();

        List<Integer> answered = List.of(single(site, ""), single(site, tomorrow), batch(site, newVisitor()));
        List<Integer> refused = List.of(single(site, "?at=never"), batch(site, "nobody"));
        List<Integer> failed;
        mayRead("-");
        try {
            failed = List.of(single(site, ""), single(site, tomorrow), batch(site, newVisitor()));
        } finally {
            mayRead("+");
        }

        assertEquals(List.of(200, 200, 200), answered);
        assertEquals(List.of(400, 400), refused);
        assertEquals(List.of(503, 503, 503), failed);
        assertEquals(new Timed(2, 2, 1, 1), Timed.now().since(before));
    }

    @Test
    void takesTheTimeUntilTheAnswer() {
        TestSite site = TestSite.create("opt-out");
        String sum = "tern_lookup_seconds_sum{form=\"single\",outcome=\"answered\"}";
        double before = metric(sum);

        SharedRedis.await(redis.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(PAUSE_MILLIS)));
        int paused = single(site, "");

        assertEquals(200, paused);
        double seconds = metric(sum) - before;
        assertTrue(seconds > 0.1 && seconds < 10, seconds + " s");
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
