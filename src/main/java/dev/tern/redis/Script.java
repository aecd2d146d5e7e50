package dev.tern.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script, called by its hash, or whole where the server has not seen it. */
public record Script(String source, String hash) {
    public static Script of(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new Script(source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    /** A call with arguments, each a {@code Long}, {@code Integer}, {@code String} or {@code byte[]}. */
    public Call on(String key, Object... args) {
        return new Call(this, List.of(key), List.of(args));
    }

    /** A call on several keys; in a cluster there can be but one. */
    public Call on(List<?> keys, List<?> args) {
        return new Call(this, keys, args);
    }

    /** A script, its keys and its arguments. */
    public record Call(Script script, List<?> keys, List<?> args) {
        Request byHash() {
            return withArgs(Request.cmd(Command.EVALSHA).arg(script.hash));
        }

        Request whole() {
            return withArgs(Request.cmd(Command.EVAL).arg(script.source));
        }

        private Request withArgs(Request request) {
            request.arg(keys.size());
            keys.forEach(key -> add(request, key));
            args.forEach(arg -> add(request, arg));
            return request;
        }

        private static void add(Request request, Object text) {
            switch (text) {
                case byte[] bytes -> request.arg(bytes);
                case Long number -> request.arg(number);
                default -> request.arg(text.toString());
            }
        }
    }
}
