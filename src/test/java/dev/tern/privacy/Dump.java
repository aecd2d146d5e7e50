package dev.tern.privacy;

import dev.tern.VisitorId;
import dev.tern.redis.SharedRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every key of Redis with all that it holds, as bytes written in ISO 8859-1. */
final class Dump {
    private final Map<String, String> contents = new TreeMap<>();

    private Dump() {}

    static Dump of(SharedRedis redis) {
        var dump = new Dump();
        String place = "0";
        do {
            Response scanned = SharedRedis.await(
                    redis.send(Request.cmd(Command.SCAN).arg(place).arg("COUNT").arg(1_000)));
            place = scanned.get(0).toString();
            scanned.get(1).forEach(key -> dump.contents.put(text(key), content(redis, key.toBytes())));
        } while (!place.equals("0"));
        return dump;
    }

    /** The keys that hold the visitor's ID, or have it in their name. */
    Map<String, String> about(VisitorId visitor) {
        String bytes = new String(visitor.bytes(), StandardCharsets.ISO_8859_1);
        Map<String, String> about = new TreeMap<>(contents);
        about.entrySet()
                .removeIf(entry -> !(entry.getKey() + entry.getValue()).contains(bytes)
                        && !(entry.getKey() + entry.getValue()).contains(visitor.text()));
        return about;
    }

    /** The keys that begin so. */
    List<String> keys(String beginning) {
        return contents.keySet().stream()
                .filter(key -> key.startsWith(beginning))
                .toList();
    }

    /** All of it. */
    String text() {
        return contents.toString();
    }

    private static String content(SharedRedis redis, byte[] key) {
        String type = SharedRedis.await(redis.send(Request.cmd(Command.TYPE).arg(key)))
                .toString();
        return switch (type) {
            case "string" -> text(redis, Request.cmd(Command.GET).arg(key));
            case "hash" ->
                text(redis, Request.cmd(Command.HKEYS).arg(key))
                        + text(redis, Request.cmd(Command.HVALS).arg(key));
            case "zset" ->
                text(redis, Request.cmd(Command.ZRANGE).arg(key).arg(0).arg(-1));
            case "none" -> "";
            default -> throw new IllegalStateException("Tern keeps no " + type);
        };
    }

    private static String text(SharedRedis redis, Request request) {
        return text(SharedRedis.await(redis.send(request)));
    }

    private static String text(@Nullable Response response) {
        if (response == null) {
            return "";
        }
        if (response.type() != ResponseType.MULTI) {
            return new String(response.toBytes(), StandardCharsets.ISO_8859_1);
        }
        var all = new StringBuilder();
        response.forEach(each -> all.append(text(each)).append('\n'));
        return all.toString();
    }
}
