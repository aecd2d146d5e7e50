package dev.tern.deletion;

import dev.tern.redis.SharedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** The requests that were carried out, so that none counts twice. For threads that may block. */
@Singleton
final class Transactions {
    /** For longer than any request is young enough. */
    private static final Duration KEPT = Duration.ofHours(25);

    private static final String KEY = "deletion:";
    private static final int HASH_BYTES = 16;

    private final SharedRedis redis;

    Transactions(SharedRedis redis) {
        this.redis = redis;
    }

    boolean has(Token request) {
        return SharedRedis.await(redis.send(Request.cmd(Command.EXISTS).arg(key(request))))
                        .toInteger()
                == 1;
    }

    void add(Token request) {
        SharedRedis.await(redis.send(
                Request.cmd(Command.SET).arg(key(request)).arg("").arg("PX").arg(KEPT.toMillis())));
    }

    /** Hashed, since both parts are of strangers, and of any length. */
    private static String key(Token request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((request.issuer() + "\0" + request.id()).getBytes(StandardCharsets.UTF_8));
            return KEY + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
