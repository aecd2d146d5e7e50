package dev.tern.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that everybody's commands share, written and answered in order, so that many wait for one round trip.
 *
 * <p>A pool would lend a connection to one command at a time. Threads may call it freely. A connection that broke is
 * replaced by the next command; commands that were under way on it fail, and their senders decide. Every command has a
 * time limit, so that a Redis that hangs is an answer too. Every failure is a {@link RedisAwayException}.
 *
 * <p>To a cluster, the client's connection is one to each node, and can be made only where each of them can. So one that lost a node serves
 * on for the others until there is another: a replica that is away is missed by nobody.
 */
final class Line {
    /** After an attempt to connect that failed, what comes so soon is refused without another. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Supplier<Redis> clients;
    private final Duration timeout;
    private final boolean cluster;
    private final AtomicLong connectionsMade = new AtomicLong();

    /** What stands, maybe broken. */
    private volatile @Nullable Connection standing;

    private volatile boolean broken;

    /** The last attempt to have another. */
    private @Nullable Connection coming;

    /**
     * @param by a client that makes no other: it waits for the same host, and lends what was given back
     * @param begunNanos as {@link System#nanoTime} tells it
     */
    private record Connection(Redis by, Future<RedisConnection> made, long begunNanos) {
        boolean isGivenUp() {
            return made.failed() && System.nanoTime() - begunNanos > PAUSE.toNanos();
        }
    }

    /**
     * @param clients makes a client, which asks another host first than the one before
     * @param timeout of each command, the connecting included
     * @param cluster whether keys live on several nodes: the client's own batch refuses commands of several, so each is sent
     *     by itself, still without waiting for the one before
     */
    Line(Supplier<Redis> clients, Duration timeout, boolean cluster) {
        this.clients = clients;
        this.timeout = timeout;
        this.cluster = cluster;
    }

    Future<Response> send(Request request) {
        return answered(open -> open.send(request));
    }

    Future<List<Response>> sendAll(List<Request> requests) {
        if (requests.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return answered(open -> cluster ? oneByOne(open, requests) : open.batch(requests));
    }

    /** Sends it to each primary of a cluster. */
    Future<List<Response>> sendToAll(Request request) {
        return answered(open -> RedisCluster.create(open).onAllMasterNodes(request));
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

    private <T> Future<T> answered(Function<RedisConnection, Future<T>> question) {
        Connection asked = connection();
        return asked.made
                .compose(question)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    if (isOfTheConnection(failure)) {
                        drop(asked);
                    }
                })
                .recover(failure -> Future.failedFuture(new RedisAwayException(failure)));
    }

    /**
     * A connection that let a command time out would make all that follow wait behind it. To a node of a cluster that is new the client
     * connects by itself, so only commands tell of the end of that.
     */
    private boolean isOfTheConnection(Throwable failure) {
        return failure instanceof TimeoutException || (cluster && !(failure instanceof ErrorType));
    }

    private Connection connection() {
        Connection one = standing;
        return one != null && !broken ? one : standingOrComing();
    }

    private synchronized Connection standingOrComing() {
        Connection one = standing;
        if (one != null && !broken) {
            return one;
        }
        Connection other = coming;
        if (other == null || other.isGivenUp()) {
            other = connect();
            coming = other;
        }
        return one != null ? one : other;
    }

    private Connection connect() {
        Redis by = clients.get();
        var connection =
                new Connection(by, by.connect().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS), System.nanoTime());
        connection.made.onSuccess(open -> stand(connection, open)).onFailure(failure -> by.close());
        return connection;
    }

    private synchronized void stand(Connection made, RedisConnection open) {
        connectionsMade.incrementAndGet();
        open.endHandler(end -> drop(made));
        open.exceptionHandler(failure -> drop(made));
        Connection before = standing;
        standing = made;
        broken = false;
        coming = null;
        if (before != null) {
            before.by.close();
        }
    }

    private synchronized void drop(Connection dropped) {
        if (!dropped.equals(standing)) {
            return;
        }
        if (cluster) {
            broken = true;
        } else {
            standing = null;
            dropped.by.close();
        }
    }
}
