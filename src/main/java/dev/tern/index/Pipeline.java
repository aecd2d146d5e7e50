package dev.tern.index;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many commands in one round trip, answered in their order. In a cluster each goes to the node of its key: the client's own
 * {@code batch} refuses commands of several nodes, and does not follow a slot that has moved.
 */
final class Pipeline {
    /** Half of what a connection lets wait by default ({@code quarkus.redis.max-waiting-handlers}, 2048). */
    private static final int COMMANDS_MAX = 1024;

    private final Redis redis;
    private final boolean clustered;

    Pipeline(Redis redis, boolean clustered) {
        this.redis = redis;
        this.clustered = clustered;
    }

    /**
     * Calls the scripts by hash, and all of them again, whole, if a server did not know one: a call must do no harm twice.
     */
    Future<List<Response>> call(List<Script.Call> calls) {
        return send(calls.stream().map(Script.Call::byHash).toList())
                .recover(failure -> String.valueOf(failure.getMessage()).contains("NOSCRIPT")
                        ? send(calls.stream().map(Script.Call::whole).toList())
                        : Future.failedFuture(failure))
                .map(replies -> replies.stream()
                        .map(reply -> requireNonNull(reply, "No script answers nil"))
                        .toList());
    }

    Future<Response> call(Script.Call call) {
        return call(List.of(call)).map(List::getFirst);
    }

    /** Sends the commands; fails if one of them does. */
    Future<List<@Nullable Response>> send(List<Request> requests) {
        if (requests.size() <= COMMANDS_MAX) {
            return requests.isEmpty() ? Future.succeededFuture(List.of()) : sendAtOnce(requests);
        }
        List<@Nullable Response> responses = new ArrayList<>(requests.size());
        return repeat(() -> sendAtOnce(requests.subList(
                                responses.size(), Math.min(requests.size(), responses.size() + COMMANDS_MAX)))
                        .map(some -> {
                            responses.addAll(some);
                            return responses.size() < requests.size();
                        }))
                .map(done -> responses);
    }

    /** The number that a script answered. */
    static long number(Response reply) {
        return requireNonNull(reply.toLong(), "Not a number");
    }

    /** Takes one step after the other until one says that none is left. No chain of futures grows with their number. */
    static Future<Void> repeat(Supplier<Future<Boolean>> step) {
        Promise<Void> done = Promise.promise();
        repeat(step, done);
        return done.future();
    }

    private static void repeat(Supplier<Future<Boolean>> step, Promise<Void> done) {
        Future.<Void>succeededFuture()
                .compose(ready -> step.get())
                .onFailure(done::fail)
                .onSuccess(more -> {
                    if (more) {
                        repeat(step, done);
                    } else {
                        done.complete();
                    }
                });
    }

    private Future<List<@Nullable Response>> sendAtOnce(List<Request> requests) {
        if (!clustered) {
            return redis.batch(requests);
        }
        return redis.connect().compose(connection -> Future.join(
                        requests.stream().map(connection::send).toList())
                .map(all -> all.<@Nullable Response>list())
                .eventually(() -> connection.close()));
    }
}
