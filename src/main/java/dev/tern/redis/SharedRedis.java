package dev.tern.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
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
public final class SharedRedis {
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
    public SharedRedis(Redis client, Duration timeout, boolean cluster) {
        this.client = client;
        this.timeout = timeout;
        this.cluster = cluster;
    }

    /** Sends one command. */
    public Future<Response> send(Request request) {
        return limited(connected().compose(open -> open.send(request)));
    }

    /** Sends all at once, and gives the answers in their order; fails where any fails. */
    public Future<List<Response>> sendAll(List<Request> requests) {
        if (requests.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return limited(connected().compose(open -> cluster ? oneByOne(open, requests) : open.batch(requests)));
    }

    /** Whether keys live on several nodes. */
    public boolean isCluster() {
        return cluster;
    }

    /** How often a connection was made: another number than before means that Redis may be another one. */
    public long connectionsMade() {
        return connectionsMade.get();
    }

    /** Waits for an answer; only for threads that may block. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RedisAwayException away ? away : e;
        }
    }

    /** Reads the strings of many keys, in the order asked; null where there is none. A cluster has no one command for it. */
    public Future<List<@Nullable Response>> getAll(List<byte[]> keys) {
        if (cluster || keys.isEmpty()) {
            return sendAll(
                    keys.stream().map(key -> Request.cmd(Command.GET).arg(key)).toList());
        }
        Request mget = Request.cmd(Command.MGET);
        keys.forEach(mget::arg);
        return send(mget).map(answers -> {
            List<@Nullable Response> values = new ArrayList<>(keys.size());
            answers.forEach(values::add);
            return values;
        });
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
