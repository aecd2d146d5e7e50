package dev.tern.redis;

import io.quarkus.arc.DefaultBean;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the connection that every question and every write of the data plane shares. */
@Dependent
final class RedisConnections {
    /** Half a second is an age for Redis, and short enough that who asks still gets an answer in time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Produces
    @Singleton
    @DefaultBean
    SharedRedis shared(
            Redis client,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") RedisClientType type) {
        return new SharedRedis(client, TIMEOUT, type == RedisClientType.CLUSTER);
    }
}
