package dev.tern.visitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
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

@QuarkusTest
@QuarkusTestResource(Engines.class)
class VisitorsRedisTest {
    private static final byte[] NONE = {};

    /** What Redis says of the lifetime of a key that is no more. */
    private static final long GONE = -2;

    @Inject
    Visitors visitors;

    @Inject
    SharedRedis redis;

    private static Visitors.Address address() {
        return new Visitors.Address(Long.MAX_VALUE, VisitorCookie.mint());
    }

    private boolean write(Visitors.Address address, byte[] was, byte[] becomes) {
        long until = System.currentTimeMillis() + 60_000;
        return SharedRedis.await(visitors.write(List.of(new Visitors.Change(address, was, becomes, until))))
                .getFirst();
    }

    @Test
    void writesOnlyOverWhatWasRead() {
        Visitors.Address address = address();
        byte[] first = "first".getBytes(UTF_8);
        byte[] second = "second".getBytes(UTF_8);

        assertTrue(write(address, NONE, first));
        assertEquals(false, write(address, NONE, second), "somebody else was first");
        assertEquals(false, write(address, second, first), "that never stood there");
        assertTrue(write(address, first, second));

        assertArrayEquals(second, SharedRedis.await(visitors.read(address)));
    }

    @Test
    void takesARecordAwayWhenNothingOfItMatters() {
        Visitors.Address address = address();
        byte[] record = "record".getBytes(UTF_8);
        write(address, NONE, record);

        assertTrue(write(address, record, NONE));

        assertEquals(0, SharedRedis.await(visitors.read(address)).length);
    }

    @Test
    void readsManyInTheOrderAsked() {
        Visitors.Address one = address();
        Visitors.Address two = address();
        write(one, NONE, "one".getBytes(UTF_8));
        write(two, NONE, "two".getBytes(UTF_8));

        List<byte[]> read = SharedRedis.await(visitors.read(List.of(two, address(), one)));

        assertArrayEquals("two".getBytes(UTF_8), read.get(0));
        assertEquals(0, read.get(1).length);
        assertArrayEquals("one".getBytes(UTF_8), read.get(2));
    }

    @Test
    void givesEveryKeyALifetime() {
        TestSite site = TestSite.create("opt-out").audience("buyers", """
                {"event": "purchase", "within": "30d"}""");
        site.event(TestSite.newVisitor(), "purchase", Instant.now());

        var keys = SharedRedis.await(redis.send(Request.cmd(Command.KEYS).arg("*")));

        assertTrue(keys.size() >= 4, "record, index, level, snapshot");
        keys.forEach(key -> {
            long lives = SharedRedis.await(redis.send(Request.cmd(Command.PTTL).arg(key.toBytes())))
                    .toLong();
            assertTrue(
                    lives > 0 || lives == GONE,
                    "a key without a lifetime: " + key.toString().replaceAll("[^a-z:]", "?"));
        });
    }
}
