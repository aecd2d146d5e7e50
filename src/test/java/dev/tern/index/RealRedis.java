package dev.tern.index;

import static java.util.Objects.requireNonNull;

import dev.tern.ops.EmbeddedEngines;
import dev.tern.outage.RedisCluster;
import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** A real Redis for one test class, or a cluster of three primaries, and a client to it. */
public final class RealRedis implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Closeable engine;
    private final Vertx vertx = Vertx.vertx();
    private final RedisOptions options;
    private final Redis client;
    private final boolean clustered;

    private RealRedis(List<Integer> ports, Closeable engine, boolean clustered) {
        this.engine = engine;
        this.clustered = clustered;
        options = new RedisOptions()
                .setType(clustered ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
                .setMaxPoolWaiting(1024)
                .setMaxPoolSize(256)
                .setMaxWaitingHandlers(65_536);
        ports.forEach(port -> options.addConnectionString("redis://127.0.0.1:" + port));
        client = Redis.createClient(vertx, options);
    }

    static RealRedis start() throws IOException {
        Path folder = Files.createTempDirectory("redis");
        RedisServer server = RedisServer.newRedisServer()
                .port(EmbeddedEngines.freePort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("dir " + folder)
                .build();
        server.start();
        return new RealRedis(
                server.ports(),
                () -> {
                    server.stop();
                    delete(folder);
                },
                false);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** A client to a cluster, which is closed with it. */
    public static RealRedis to(RedisCluster cluster) {
        return new RealRedis(cluster.ports(), cluster::close, true);
    }

    /** What one more pod would have. */
    Index index(Clock clock) {
        return new Index(shared(), clock);
    }

    /** The same, with buckets that are split above so many entries. */
    Index index(Clock clock, int splitAbove) {
        return new Index(shared(), clock, splitAbove);
    }

    Pipeline pipeline() {
        return new Pipeline(shared());
    }

    /** As the data plane would have it. */
    public SharedRedis shared() {
        return new SharedRedis(() -> Redis.createClient(vertx, options), Optional::empty, TIMEOUT, clustered);
    }

    Response command(Command command, Object... args) {
        Request request = Request.cmd(command);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        return await(client.send(request).<Response>map(reply -> requireNonNull(reply, "nil")));
    }

    long number(Command command, Object... args) {
        return Pipeline.number(command(command, args));
    }

    List<String> keys() {
        return command(Command.KEYS, "*").stream().map(Response::toString).toList();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        await(vertx.close());
        engine.close();
    }
}
