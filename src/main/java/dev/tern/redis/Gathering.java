package dev.tern.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Strings that are asked for one by one while an event loop goes through what has come in, read by one command when it is through. Of
 * one event loop.
 */
final class Gathering {
    private final Function<List<byte[]>, Future<List<@Nullable Response>>> read;
    private List<byte[]> keys = new ArrayList<>();
    private List<Promise<@Nullable Response>> askers = new ArrayList<>();

    /** @param read gives the strings of many keys, in the order asked */
    Gathering(Function<List<byte[]>, Future<List<@Nullable Response>>> read) {
        this.read = read;
    }

    Future<@Nullable Response> get(byte[] key) {
        if (keys.isEmpty()) {
            Context loop = Vertx.currentContext();
            loop.runOnContext(through -> readAll());
        }
        Promise<@Nullable Response> asker = Promise.promise();
        keys.add(key);
        askers.add(asker);
        return asker.future();
    }

    private void readAll() {
        List<Promise<@Nullable Response>> waiting = askers;
        Future<List<@Nullable Response>> strings = read.apply(keys);
        keys = new ArrayList<>();
        askers = new ArrayList<>();
        strings.onComplete(done -> {
            for (int i = 0; i < waiting.size(); i++) {
                if (done.succeeded()) {
                    waiting.get(i).complete(done.result().get(i));
                } else {
                    waiting.get(i).fail(done.cause());
                }
            }
        });
    }
}
