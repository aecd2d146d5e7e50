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
    private final Supplier<Redis> clients;
    private final Duration timeout;
    private final boolean cluster;
    private final AtomicLong connectionsMade = new AtomicLong();
    private Redis client;
    private volatile @Nullable Made current;

    /** What lost a node, until there is another. */
    private volatile @Nullable Made broken;

    private @Nullable Made replacement;

    /** A connection, or the attempt to make one, and the client that makes it. */
    private record Made(Redis by, Future<RedisConnection> connection) {}

    /**
     * @param clients makes a client, which does not wait for the host for which the one before waited
     * @param timeout of each command, the connecting included
     * @param cluster whether keys live on several nodes: the client's own batch refuses commands of several, so each is sent
     *     by itself, still without waiting for the one before
     */
    Line(Supplier<Redis> clients, Duration timeout, boolean cluster) {
        this.clients = clients;
        this.client = clients.get();
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
        Made asked = made();
        return asked.connection
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

    private Made made() {
        Made made = current;
        if (made == null || made.connection.failed()) {
            return makeFirst();
        }
        if (made.equals(broken)) {
            makeAnother(made);
        }
        return made;
    }

    private synchronized Made makeFirst() {
        Made made = current;
        if (made == null || made.connection.failed()) {
            made = make();
            current = made;
            watch(made);
        }
        return made;
    }

    private synchronized void makeAnother(Made left) {
        if (left.equals(current) && (replacement == null || replacement.connection.isComplete())) {
            Made made = make();
            replacement = made;
            made.connection.onSuccess(open -> replace(left, made));
            watch(made);
        }
    }

    private synchronized void replace(Made left, Made by) {
        current = by;
        broken = null;
        close(left);
    }

    private Made make() {
        Redis by = client;
        return new Made(
                by,
                by.connect().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).onFailure(failure -> {
                    if (failure instanceof TimeoutException) {
                        leave(by);
                    }
                }));
    }

    private void watch(Made made) {
        made.connection.onSuccess(open -> {
            connectionsMade.incrementAndGet();
            open.endHandler(end -> drop(made));
            open.exceptionHandler(failure -> drop(made));
        });
    }

    /** The client waits for a host that hangs. */
    private synchronized void leave(Redis waiting) {
        if (client == waiting) {
            client = clients.get();
            Made made = current;
            if (made == null || made.by != waiting || !made.connection.succeeded()) {
                waiting.close();
            }
        }
    }

    private synchronized void drop(Made dropped) {
        if (!dropped.equals(current)) {
            return;
        }
        if (cluster && dropped.connection.succeeded()) {
            broken = dropped;
        } else {
            current = null;
            close(dropped);
        }
    }

    private void close(Made made) {
        made.connection.onSuccess(RedisConnection::close);
        if (made.by != client) {
            made.by.close();
        }
    }
}
