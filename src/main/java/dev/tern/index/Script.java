package dev.tern.index;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script on one key, called by its hash, or whole where the server has not seen it. */
record Script(String source, String hash) {
    static Script of(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new Script(source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    /** A call with arguments, each a {@code Long}, {@code Integer}, {@code String} or {@code byte[]}. */
    Call on(String key, Object... args) {
        return new Call(this, key, List.of(args));
    }

    /** A script, its key and its arguments. */
    record Call(Script script, String key, List<?> args) {
        Request byHash() {
            return withArgs(Request.cmd(Command.EVALSHA).arg(script.hash));
        }

        Request whole() {
            return withArgs(Request.cmd(Command.EVAL).arg(script.source));
        }

        private Request withArgs(Request request) {
            request.arg(1).arg(key);
            for (Object arg : args) {
                if (arg instanceof byte[] bytes) {
                    request.arg(bytes);
                } else {
                    request.arg(arg.toString());
                }
            }
            return request;
        }
    }
}
