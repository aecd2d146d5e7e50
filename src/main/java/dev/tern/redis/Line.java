package dev.tern.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection that everybody's commands share, written and answered in order, so that many wait for one round trip.
 *
 * <p>A pool would lend a connection to one command at a time. Threads may call it freely. A connection that broke is
 * replaced by the next command; commands that were under way on it fail, and their senders decide. Every command has a
 * time limit, so that a Redis that hangs is an answer too. Every failure is a {@link RedisAwayException}.
 */
final class Line {
    private final Redis client;
    private final Duration timeout;
    private final boolean cluster;
    private final AtomicLong connectionsMade = new AtomicLong();
    private volatile @Nullable Future<RedisConnection> connection;

    /**
     * @param timeout of each command, the connecting included
     * @param cluster whether keys live on several nodes: the client's own batch refuses commands of several, so each is sent
     *     by itself, still without waiting for the one before
     */
    Line(Redis client, Duration timeout, boolean cluster) {
        this.client = client;
        this.timeout = timeout;
        this.cluster = cluster;
    }

    Future<Response> send(Request request) {
        return limited(connected().compose(open -> open.send(request)));
    }

    Future<List<Response>> sendAll(List<Request> requests) {
        if (requests.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return limited(connected().compose(open -> cluster ? oneByOne(open, requests) : open.batch(requests)));
    }

    /** Of a cluster. */
    Future<List<Response>> sendToAll(Request request) {
        return limited(connected().compose(open -> RedisCluster.create(open).onAllMasterNodes(request)));
    }

    /** How often a connection was made: another number than before means that Redis may be another one. */
    long connectionsMade() {
        return connectionsMade.get();
    }

    private static Future<List<Response>> oneByOne(RedisConnection open, List<Request> requests) {
        List<Future<Response>> answers = new ArrayList<>(requests.size());
        for (Request request : requests) {
            answers.add(open.send(request));
        }
        return Future.all(answers).map(all -> all.<Response>list());
    }

    private <T> Future<T> limited(Future<T> answer) {
        return answer.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(this::dropWhenHung)
                .recover(failure -> Future.failedFuture(new RedisAwayException(failure)));
    }

    private Future<RedisConnection> connected() {
        Future<RedisConnection> current = connection;
        return current == null || current.failed() ? reconnected() : current;
    }

    private synchronized Future<RedisConnection> reconnected() {
        Future<RedisConnection> current = connection;
        if (current != null && !current.failed()) {
            return current;
        }
        Future<RedisConnection> attempt = client.connect();
        connection = attempt;
        return attempt.onSuccess(open -> {
            connectionsMade.incrementAndGet();
            open.endHandler(end -> drop(attempt));
            open.exceptionHandler(broken -> drop(attempt));
        });
    }

    /** A connection that let a command time out would make all that follow wait behind it. */
    private void dropWhenHung(Throwable failure) {
        if (failure instanceof TimeoutException) {
            Future<RedisConnection> hung = connection;
            if (hung != null) {
                drop(hung);
            }
        }
    }

    private synchronized void drop(Future<RedisConnection> dropped) {
        if (connection == dropped) {
            connection = null;
            dropped.onSuccess(RedisConnection::close);
        }
    }
}
