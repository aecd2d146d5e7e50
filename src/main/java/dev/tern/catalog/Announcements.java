package dev.tern.catalog;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Listens for what other pods publish, on a connection of its own that comes back by itself. */
@Singleton
final class Announcements {
    private static final long RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final Redis redis;
    private final Catalog catalog;
    private volatile boolean stopping;
    private volatile @Nullable RedisConnection heard;

    Announcements(Vertx vertx, Redis redis, Catalog catalog) {
        this.vertx = vertx;
        this.redis = redis;
        this.catalog = catalog;
    }

    void start(@Observes StartupEvent started) {
        subscribe();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void subscribe() {
        redis.connect().onSuccess(this::listen).onFailure(away -> retry());
    }

    private void listen(RedisConnection connection) {
        heard = connection;
        connection.handler(announcement -> catalog.refreshSoon());
        connection.exceptionHandler(broken -> connection.close());
        connection.endHandler(end -> again(connection));
        connection
                .send(Request.cmd(Command.SUBSCRIBE).arg(CatalogKeys.ANNOUNCEMENTS))
                .onFailure(refused -> connection.close());
    }

    /** To a cluster it is a connection to each node, of which one may end and the others stay. */
    private void again(RedisConnection ended) {
        if (heard == ended) {
            heard = null;
            ended.close();
            retry();
        }
    }

    private void retry() {
        if (!stopping) {
            vertx.setTimer(RETRY_MILLIS, timer -> subscribe());
        }
    }
}
