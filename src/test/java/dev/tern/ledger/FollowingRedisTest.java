package dev.tern.ledger;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.ops.Engines;
import dev.tern.recording.Removal;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Gone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorScan;
import dev.tern.visitor.Visitors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One more pod, which starts beside the service under test. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class FollowingRedisTest {
    @Inject
    Ledger ledger;

    @Inject
    Tombstones tombstones;

    @Inject
    Visitors visitors;

    @Inject
    VisitorScan scan;

    @Inject
    Catalog catalog;

    @Inject
    Removal removal;

    @Inject
    SharedRedis redis;

    /** As after a failover that lost a part, or a restore key by key: the process of Redis is the same. */
    @Test
    void noticesOneTombstoneThatIsMissing() {
        TestSite site = TestSite.create("opt-out").audience("fans", """
                {"event": "view", "within": "30d"}""");
        String visitor = TestSite.newVisitor();
        var address = new Visitors.Address(
                catalog.site(site.id()).orElseThrow().serial(),
                VisitorId.parse(visitor).orElseThrow());
        site.event(visitor, "view", Instant.now());
        byte[] record = SharedRedis.await(visitors.read(address));
        admin().delete(site.path("/visitors/" + visitor)).then().statusCode(204);
        await("in the ledger", () -> SharedRedis.await(tombstones.pendingCount()) == 0);
        ledger.after("", 1_000).stream()
                .filter(gone -> gone.site() == address.site())
                .forEach(gone ->
                        SharedRedis.await(redis.send(Request.cmd(Command.DEL).arg(tombstoneKey(gone)))));
        write(address, record);
        assertFalse(about(address).isEmpty());
        var following = new Following(ledger, tombstones, scan, catalog, removal, redis);

        following.work(following.process());

        assertTrue(following.reapplied.sum() >= 1);
        assertEquals(Map.of(), about(address));
        assertEquals(1, SharedRedis.await(tombstones.of(List.of(address))).size());
    }

    private static byte[] tombstoneKey(Gone gone) {
        byte[] prefix =
                ("t" + Long.toString(gone.site(), Character.MAX_RADIX) + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] key = Arrays.copyOf(prefix, prefix.length + VisitorId.BYTES);
        gone.hash().write(key, prefix.length);
        return key;
    }

    private void write(Visitors.Address address, byte[] record) {
        var change = new Visitors.Change(address, new byte[0], record, System.currentTimeMillis() + 3_600_000);
        assertEquals(List.of(true), SharedRedis.await(visitors.write(List.of(change))));
    }

    private Map<String, String> about(Visitors.Address address) {
        return Dump.of(redis).about(address.visitor());
    }
}
