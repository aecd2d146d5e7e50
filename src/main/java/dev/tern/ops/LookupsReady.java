package dev.tern.ops;

import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import dev.tern.surface.Surface;
import dev.tern.surface.Surfaces;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Can this pod answer lookups? Where Redis is away, others may. A pod that collects stays in all the same: hits wait in its journal.
 */
@Readiness
@Singleton
final class LookupsReady implements HealthCheck {
    private final SharedRedis redis;
    private final boolean matters;

    LookupsReady(SharedRedis redis, Surfaces surfaces) {
        this.redis = redis;
        this.matters = surfaces.serves(Surface.QUERY) && !surfaces.serves(Surface.COLLECT);
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = trouble();
        return HealthCheckResponse.named("lookups")
                .status(trouble.isEmpty() || !matters)
                .withData("redis", trouble.orElse("answers"))
                .build();
    }

    private Optional<String> trouble() {
        try {
            var _ = SharedRedis.await(redis.send(Request.cmd(Command.PING)));
            return Optional.empty();
        } catch (RedisAwayException away) {
            return Optional.of(away.why());
        }
    }
}
