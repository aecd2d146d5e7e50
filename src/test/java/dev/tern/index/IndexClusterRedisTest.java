package dev.tern.index;

import static dev.tern.index.RealRedis.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.VisitorId;
import dev.tern.outage.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexClusterRedisTest {
    private static RealRedis redis;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        redis = RealRedis.to(RedisCluster.start(folder, 0));
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void growsOverTheNodesOfACluster() {
        long audience = 3;
        long now = System.currentTimeMillis();
        Index index = redis.index(Clock.systemUTC(), 16);
        var random = new SplittableRandom(1);
        List<VisitorId> visitors = random.longs(500)
                .mapToObj(low -> new VisitorId(random.nextLong(), low))
                .toList();

        for (VisitorId visitor : visitors) {
            await(index.add(List.of(new Index.Entry(audience, visitor, now + 3_600_000))));
        }
        await(index.settled());

        Index.Page page = await(index.page(audience, Optional.empty(), 1_000, now));
        assertEquals(visitors.stream().sorted().toList(), page.visitors());
        await(index.delete(audience));
        assertEquals(
                List.of(),
                await(index.page(audience, Optional.empty(), 1_000, now)).visitors());
    }
}
