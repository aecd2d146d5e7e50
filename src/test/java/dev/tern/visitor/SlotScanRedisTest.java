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
    private static final int MOVES = 20;
    private static final long LIVES_MILLIS = 3_600_000;
    private static final int RECORDS = 20_000;
    private static final int KEYS_PER_STEP = 80;

    private static RedisCluster cluster;
    private static RealRedis redis;
    private static SharedRedis shared;
    private static VisitorScan scan;
    private static Set<Visitors.Address> all;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        cluster = RedisCluster.start(folder, 0);
        redis = RealRedis.to(cluster);
        shared = redis.shared();
        scan = new VisitorScan(shared);
        all = write(shared);
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void meetsAllRecordsAndNothingElse() {
        SharedRedis.await(shared.send(
                Request.cmd(Command.SET).arg("i:1").arg("no record").arg("PX").arg(LIVES_MILLIS)));

        assertEquals(all, walk());
    }

    @Test
    void missesNothingThatMovesFromNodeToNode() {
        VisitorScan.Part first = firstStep();
        List<Integer> slots = IntStream.range(0, first.lookedAt()).boxed().toList();
        assertTrue(first.addresses().size() > KEYS_PER_STEP / 2, () -> "of " + first.addresses());

        CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < MOVES; i++) {
                cluster.move(slots, i % 2, 1 - i % 2);
            }
        });

        while (!moving.isDone()) {
            assertEquals(Set.copyOf(first.addresses()), Set.copyOf(firstStep().addresses()));
        }
        moving.join();
    }

    private VisitorScan.Part firstStep() {
        return SharedRedis.await(scan.from(VisitorScan.START, KEYS_PER_STEP));
    }

    private static Set<Visitors.Address> write(SharedRedis shared) {
        var random = new SplittableRandom(1);
        Set<Visitors.Address> all = random.longs(RECORDS)
                .mapToObj(low -> new Visitors.Address(35, new VisitorId(random.nextLong(), low)))
                .collect(Collectors.toSet());
        long until = System.currentTimeMillis() + LIVES_MILLIS;
        List<Boolean> written = SharedRedis.await(new Visitors(shared)
                .write(all.stream()
                        .map(address -> new Visitors.Change(address, NONE, "a record".getBytes(US_ASCII), until))
                        .toList()));
        assertEquals(Set.of(true), Set.copyOf(written));
        return all;
    }

    private static Set<Visitors.Address> walk() {
        VisitorScan.Extent extent = SharedRedis.await(scan.extent());
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
