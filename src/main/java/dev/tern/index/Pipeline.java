package dev.tern.index;

import static java.util.Objects.requireNonNull;

import dev.tern.redis.Script;
import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many commands in few round trips, answered in their order. */
final class Pipeline {
    /** Commands of one round trip, so that no list of them fills what the shared connection lets wait. */
    private static final int COMMANDS_MAX = 1024;

    /** So many keys are worked on by one call, which takes Redis half a millisecond. */
    private static final int KEYS_PER_CALL = 64;

    private final SharedRedis redis;

    Pipeline(SharedRedis redis) {
        this.redis = redis;
    }

    /** Calls the scripts; a call must do no harm twice. */
    Future<List<Response>> call(List<Script.Call> calls) {
        return inParts(calls, redis::call);
    }

    /** Calls a script that works on several keys, and gives what it answers for each. */
    <T> Future<List<Response>> call(List<T> all, Function<List<T>, Script.Call> call) {
        return inParts(all, some -> redis.call(some, KEYS_PER_CALL, call));
    }

    Future<Response> call(Script.Call call) {
        return call(List.of(call)).map(List::getFirst);
    }

    /** Sends the commands; fails if one of them does. */
    Future<List<@Nullable Response>> send(List<Request> requests) {
        return inParts(requests, redis::sendAll);
    }

    private static <T> Future<List<@Nullable Response>> inParts(
            List<T> all, Function<List<T>, Future<List<Response>>> send) {
        if (all.size() <= COMMANDS_MAX) {
            return all.isEmpty() ? Future.succeededFuture(List.of()) : send.apply(all);
        }
        List<@Nullable Response> responses = new ArrayList<>(all.size());
        return repeat(() -> send.apply(
                                all.subList(responses.size(), Math.min(all.size(), responses.size() + COMMANDS_MAX)))
                        .map(some -> {
                            responses.addAll(some);
                            return responses.size() < all.size();
                        }))
                .map(done -> responses);
    }

    /** The strings of the keys; null where there is none, or something else. */
    Future<List<@Nullable Response>> strings(List<String> keys) {
        return inParts(
                keys.stream()
                        .map(key -> key.getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                redis::getAll);
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
}
