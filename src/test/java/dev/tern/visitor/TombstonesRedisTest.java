package dev.tern.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorHashes;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class TombstonesRedisTest {
    private static final int FORGERIES = 10_000;

    @Inject
    Tombstones tombstones;

    @Inject
    VisitorHashes hashes;

    @Inject
    SharedRedis redis;

    @Test
    void takesWhoHasAnythingAtAllForErasedUnlessItSaysWithdrawn() {
        Map<Visitors.Address, Tombstone> forged = new HashMap<>();
        List<Request> requests = new ArrayList<>();
        Forger.ofTexts(13, List.of("e", "w")).each(FORGERIES, bytes -> {
            var address = new Visitors.Address(Long.MAX_VALUE, VisitorCookie.mint());
            boolean withdrawn = bytes.length == 1 && bytes[0] == 'w';
            forged.put(address, withdrawn ? Tombstone.WITHDRAWN : Tombstone.ERASED);
            byte[] hash = hashes.of(address.site(), address.visitor()).getFirst();
            requests.add(Request.cmd(Command.SET)
                    .arg(VisitorKeys.tombstone(address.site(), hash))
                    .arg(bytes)
                    .arg("PX")
                    .arg(60_000));
        });
        SharedRedis.await(redis.sendAll(requests));
        long before = Unreadable.TOMBSTONE_BROKEN.met();

        Map<Visitors.Address, Tombstone> read = SharedRedis.await(tombstones.of(forged.keySet()));

        assertEquals(forged, read);
        assertTrue(read.containsValue(Tombstone.WITHDRAWN));
        assertTrue(Unreadable.TOMBSTONE_BROKEN.met() - before > FORGERIES / 2);
    }
}
