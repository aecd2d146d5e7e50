package dev.tern.redis;

import dev.tern.VisitorId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every key of Redis with all that it holds, as bytes written in ISO 8859-1. */
public final class Dump {
    private final Map<String, String> contents = new TreeMap<>();

    private Dump() {}

    /** What Redis holds now. */
    public static Dump of(SharedRedis redis) {
        var dump = new Dump();
        String place = "0";
        do {
            Response scanned = SharedRedis.await(
                    redis.send(Request.cmd(Command.SCAN).arg(place).arg("COUNT").arg(1_000)));
            place = scanned.get(0).toString();
            dump.add(redis, scanned.get(1).stream().map(Response::toBytes).toList());
        } while (!place.equals("0"));
        return dump;
    }

    private void add(SharedRedis redis, List<byte[]> keys) {
        List<Response> types = SharedRedis.await(redis.sendAll(
                keys.stream().map(key -> Request.cmd(Command.TYPE).arg(key)).toList()));
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            requests.add(content(types.get(i).toString(), keys.get(i)));
        }
        List<Response> all = SharedRedis.await(redis.sendAll(requests));
        for (int i = 0; i < keys.size(); i++) {
            contents.put(new String(keys.get(i), StandardCharsets.ISO_8859_1), text(all.get(i)));
        }
    }

    /** The keys that hold the visitor's ID, or have it in their name. */
    public Map<String, String> about(VisitorId visitor) {
        String bytes = new String(visitor.bytes(), StandardCharsets.ISO_8859_1);
        Map<String, String> about = new TreeMap<>(contents);
        about.entrySet()
                .removeIf(entry -> !(entry.getKey() + entry.getValue()).contains(bytes)
                        && !(entry.getKey() + entry.getValue()).contains(visitor.text()));
        return about;
    }

    /** The keys that begin so. */
    public List<String> keys(String beginning) {
        return contents.keySet().stream()
                .filter(key -> key.startsWith(beginning))
                .toList();
    }

    /** All keys but those that begin so or so, with what they hold. */
    public Map<String, String> without(String... beginnings) {
        Map<String, String> rest = new TreeMap<>(contents);
        rest.keySet().removeIf(key -> Stream.of(beginnings).anyMatch(key::startsWith));
        return rest;
    }

    /** All of it. */
    public String text() {
        return contents.toString();
    }

    private static Request content(String type, byte[] key) {
        return switch (type) {
            case "string", "none" -> Request.cmd(Command.GET).arg(key);
            case "hash" ->
                Request.cmd(Command.HSCAN).arg(key).arg(0).arg("COUNT").arg(1_000_000);
            case "list" -> Request.cmd(Command.LRANGE).arg(key).arg(0).arg(-1);
            case "stream" -> Request.cmd(Command.XRANGE).arg(key).arg("-").arg("+");
            case "set" -> Request.cmd(Command.SMEMBERS).arg(key);
            case "zset" -> Request.cmd(Command.ZRANGE).arg(key).arg(0).arg(-1).arg("WITHSCORES");
            default -> throw new IllegalStateException("Tern keeps no " + type);
        };
    }

    private static String text(@Nullable Response response) {
        if (response == null) {
            return "";
        }
        if (response.type() == ResponseType.NUMBER) {
            return response.toString();
        }
        if (response.type() != ResponseType.MULTI) {
            return new String(response.toBytes(), StandardCharsets.ISO_8859_1);
        }
        var all = new StringBuilder();
        response.forEach(each -> all.append(text(each)).append('\n'));
        return all.toString();
    }
}
