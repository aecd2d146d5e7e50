package dev.tern.redis;

import dev.tern.TestSite;
import dev.tern.outage.RedisCluster;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostThatHangsRedisTest {
    /** It takes connections, as the kernel does for a process that is frozen, and answers nothing. */
    @Test
    void isLeftForTheNext(@TempDir Path folder) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (RedisCluster cluster = RedisCluster.start(folder, 0);
                ServerSocket hangs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connections = new RedisConnections();
            connections.customize(
                    "",
                    new RedisOptions()
                            .setType(RedisClientType.CLUSTER)
                            .setEndpoints(List.of(
                                    "redis://127.0.0.1:" + hangs.getLocalPort(),
                                    "redis://127.0.0.1:" + cluster.ports().getFirst())));
            SharedRedis redis = connections.shared(vertx);

            TestSite.awaitAnswer(redis);
            connections.stop(redis);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
