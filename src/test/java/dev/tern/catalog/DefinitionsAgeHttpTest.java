package dev.tern.catalog;

import static dev.tern.TestSite.await;
import static dev.tern.TestSite.metric;

import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The age of the definitions tells that Redis is away. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class DefinitionsAgeHttpTest {
    private static final String AGE = "tern_definitions_age_seconds";

    /** They are looked at every 2 s. */
    private static final double OLD_SECONDS = 4;

    @Inject
    SharedRedis redis;

    @Test
    void growsUntilRedisAnswersAgain() {
        await("young", () -> metric(AGE) < 1);

        mayLook("-");
        try {
            await("old", () -> metric(AGE) > OLD_SECONDS);
        } finally {
            mayLook("+");
        }

        await("young again", () -> metric(AGE) < 1);
    }

    /** Takes from everybody, and gives back, the right to read what is published. */
    private void mayLook(String sign) {
        SharedRedis.await(redis.send(
                Request.cmd(Command.ACL).arg("SETUSER").arg("default").arg(sign + "hgetall")));
    }
}
