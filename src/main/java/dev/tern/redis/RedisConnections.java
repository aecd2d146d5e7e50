package dev.tern.redis;

import static java.util.Objects.requireNonNull;

import io.quarkus.arc.DefaultBean;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Makes the connections that every question and every write of the data plane shares, by the settings of Quarkus. */
@Singleton
final class RedisConnections implements RedisOptionsCustomizer {
    /** A second is an age for Redis, and short enough that who asks still gets an answer in time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** An event loop that serves no requests. A client stays with the loop that made it. */
    private final Vertx background = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));

    private final AtomicInteger clientsMade = new AtomicInteger();
    private volatile RedisOptions settings = new RedisOptions();

    @Override
    public void customize(String client, RedisOptions options) {
        settings = new RedisOptions(options);
    }

    @Produces
    @Singleton
    @DefaultBean
    SharedRedis shared(Vertx vertx) {
        boolean cluster = settings.getType() == RedisClientType.CLUSTER;
        return new SharedRedis(() -> client(background), () -> ofThisLoop(vertx), TIMEOUT, cluster);
    }

    /** Made in the context of the loop itself, not in that of the request that happens to be the first. */
    private Optional<Supplier<Redis>> ofThisLoop(Vertx vertx) {
        if (Vertx.currentContext().owner().equals(background)) {
            return Optional.empty();
        }
        ContextInternal loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        return Optional.of(() -> {
            AtomicReference<Redis> made = new AtomicReference<>();
            loop.dispatch(() -> made.set(client(vertx)));
            return requireNonNull(made.get(), "dispatched at once");
        });
    }

    /** Each client asks another host first, where there are several. */
    private Redis client(Vertx vertx) {
        List<String> hosts = new ArrayList<>(settings.getEndpoints());
        Collections.rotate(hosts, clientsMade.getAndIncrement());
        return Redis.createClient(vertx, new RedisOptions(settings).setEndpoints(hosts));
    }

    void stop(@Disposes SharedRedis shared) {
        var _ = background.close();
    }
}
