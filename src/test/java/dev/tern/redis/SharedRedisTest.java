package dev.tern.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class SharedRedisTest {
    @Inject
    SharedRedis redis;

    @Inject
    Vertx vertx;

    private Future<Long> connection() {
        return redis.send(Request.cmd(Command.CLIENT).arg("ID")).map(Response::toLong);
    }

    @Test
    void goesOnInTheBackgroundOverTheConnectionItBeganWith() {
        long began = SharedRedis.await(connection());

        long wentOn = SharedRedis.await(connection().compose(answered -> connection()));

        assertEquals(began, wentOn);
    }

    @Test
    void givesAnEventLoopThatServesRequestsAConnectionOfItsOwn() {
        long ofTheBackground = SharedRedis.await(connection());

        long ofTheLoop = SharedRedis.await(Future.<Long>future(asked ->
                vertx.getOrCreateContext().runOnContext(loop -> connection().onComplete(asked))));

        assertNotEquals(ofTheBackground, ofTheLoop);
    }
}
