package dev.tern.index;

import static java.util.Objects.requireNonNull;

import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis for one test class, or a cluster of three nodes, and a client to it. */
final class RealRedis implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final redis.embedded.Redis server;
    private final Vertx vertx = Vertx.vertx();
    private final Redis client;
    private final boolean clustered;
    private final Path folder;

    private RealRedis(redis.embedded.Redis server, Path folder, boolean clustered) throws IOException {
        this.server = server;
        this.folder = folder;
        this.clustered = clustered;
        server.start();
        RedisOptions options = new RedisOptions()
                .setType(clustered ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
                .setMaxPoolWaiting(1024)
                .setMaxPoolSize(256)
                .setMaxWaitingHandlers(65_536);
        server.ports().forEach(port -> options.addConnectionString("redis://127.0.0.1:" + port));
        client = Redis.createClient(vertx, options);
    }

    static RealRedis start() throws IOException {
        Path folder = Files.createTempDirectory("redis");
        return new RealRedis(builder(folder).port(freePort()).build(), folder, false);
    }

    static RealRedis startCluster() throws IOException {
        List<Integer> ports = Stream.generate(RealRedis::freePort)
                .filter(port -> port < 55_000)
                .distinct()
                .limit(3)
                .toList();
        Path folder = Files.createTempDirectory("redis");
        var cluster = RedisShardedCluster.newRedisCluster()
                .withServerBuilder(builder(folder))
                .serverPorts(ports)
                .shard("a", 0)
                .shard("b", 0)
                .shard("c", 0)
                .build();
        return new RealRedis(cluster, folder, true);
    }

    private static RedisServerBuilder builder(Path folder) {
        return RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("dir " + folder);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private SharedRedis shared() {
        return new SharedRedis(client, Optional::empty, TIMEOUT, clustered);
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
        server.stop();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
