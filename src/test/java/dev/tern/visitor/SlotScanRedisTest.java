package dev.tern.visitor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.VisitorId;
import dev.tern.index.RealRedis;
import dev.tern.outage.RedisCluster;
import dev.tern.redis.SharedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotScanRedisTest {
    private static final byte[] NONE = {};
    private static final int WALKS = 20;
    private static final int KEYS_PER_STEP = 256;

    private static RedisCluster cluster;
    private static RealRedis redis;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = RedisCluster.start(folder, 0);
        redis = RealRedis.to(cluster);
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void meetsAllRecordsWhileSlotsMove() {
        SharedRedis shared = redis.shared();
        var random = new SplittableRandom(1);
        Set<Visitors.Address> all = random.longs(5_000)
                .mapToObj(low -> new Visitors.Address(35, new VisitorId(random.nextLong(), low)))
                .collect(Collectors.toSet());
        write(shared, all);
        SharedRedis.await(shared.send(Request.cmd(Command.SET).arg("i:1").arg("no record")));
        var scan = new VisitorScan(shared);
        VisitorScan.Extent extent = SharedRedis.await(scan.extent());
        List<Integer> some = IntStream.range(0, 100).boxed().toList();

        for (int i = 0; i < WALKS; i++) {
            int from = i % 2;
            CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> cluster.move(some, from, 1 - from));
            assertEquals(all, walk(scan, extent), "walk " + i);
            moving.join();
        }
    }

    private static void write(SharedRedis shared, Set<Visitors.Address> addresses) {
        long until = System.currentTimeMillis() + 3_600_000;
        List<Boolean> written = SharedRedis.await(new Visitors(shared)
                .write(addresses.stream()
                        .map(address -> new Visitors.Change(address, NONE, "a record".getBytes(US_ASCII), until))
                        .toList()));
        assertTrue(written.stream().allMatch(each -> each));
    }

    private static Set<Visitors.Address> walk(VisitorScan scan, VisitorScan.Extent extent) {
        Set<Visitors.Address> met = new HashSet<>();
        String place = VisitorScan.START;
        long lookedAt = 0;
        do {
            VisitorScan.Part part = SharedRedis.await(scan.from(place, KEYS_PER_STEP));
            assertEquals(extent.process(), part.process());
            met.addAll(part.addresses());
            lookedAt += part.lookedAt();
            place = part.next();
        } while (!place.equals(VisitorScan.START));
        assertEquals(extent.size(), lookedAt);
        return met;
    }
}
