package dev.tern.index;

import dev.tern.redis.Script;
import dev.tern.redis.Unreadable;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The levels of the audiences in Redis. Writers go by a copy that is a minute old at most, readers ask each time. */
final class Levels {
    private static final int KNOWN_MAX = 100_000;

    /**
     * The level, begun at 0 where there is none, and how long its key lives, which is made to be long enough. Where it began at 0 since what stood
     * there is no level, the answer is one longer.
     */
    private static final Script OPEN = Script.of("""
            local level = redis.pcall('GET', KEYS[1])
            if not level then
              redis.call('SET', KEYS[1], '0', 'PX', ARGV[2])
              return {'0', tonumber(ARGV[2])}
            end
            local bits = type(level) == 'string' and string.match(level, '^([1-9]?%d)%+?$')
            if not bits or tonumber(bits) > 24 or level == '24+' then
              redis.call('SET', KEYS[1], '0', 'PX', ARGV[2])
              return {'0', tonumber(ARGV[2]), 1}
            end
            local ttl = redis.call('PTTL', KEYS[1])
            if ttl < tonumber(ARGV[1]) then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
              ttl = tonumber(ARGV[2])
            end
            return {level, ttl}
            """);

    /** Compare and set: 1 where the level is now the second argument. */
    private static final Script CHANGE = Script.of("""
            local level = redis.pcall('GET', KEYS[1])
            if level == ARGV[1] then
              redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
              return 1
            end
            return level == ARGV[2] and 1 or 0
            """);

    private final Pipeline pipeline;
    private final Clock clock;
    private final BiConsumer<Long, Level> whenGrowing;
    private final ConcurrentMap<Long, Known> known = new ConcurrentHashMap<>();

    Levels(Pipeline pipeline, Clock clock, BiConsumer<Long, Level> whenGrowing) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.whenGrowing = whenGrowing;
    }

    /** The level as Redis has it; nothing where the audience has no entries. */
    Future<Optional<Level>> current(long audience) {
        return peek(audience).map(level -> level.map(found -> reported(audience, found)));
    }

    /** The same, and nobody goes on with a growth because of it. */
    Future<Optional<Level>> peek(long audience) {
        return pipeline.strings(List.of(IndexKeys.level(audience))).map(replies -> read(audience, replies.getFirst()));
    }

    /** Those of these audiences that have entries, with their levels as Redis has them. */
    Future<Map<Long, Level>> all(List<Long> audiences) {
        return pipeline.strings(audiences.stream().map(IndexKeys::level).toList())
                .map(replies -> {
                    Map<Long, Level> levels = new HashMap<>();
                    for (int i = 0; i < replies.size(); i++) {
                        long audience = audiences.get(i);
                        read(audience, replies.get(i))
                                .ifPresent(level -> levels.put(audience, reported(audience, level)));
                    }
                    return levels;
                });
    }

    /** The levels to write at; their keys will outlive the last score that is to be written to each audience. */
    Future<Map<Long, Level>> forWriting(Map<Long, Long> lastQuarters) {
        long now = clock.millis();
        Map<Long, Level> levels = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        List<Script.Call> calls = new ArrayList<>();
        lastQuarters.forEach((audience, quarter) -> {
            long lifetime = Lifetime.levelMillis(quarter, now);
            Known copy = known.get(audience);
            if (copy != null && copy.serves(now, now + lifetime)) {
                levels.put(audience, copy.level);
            } else {
                unknown.add(audience);
                calls.add(OPEN.on(IndexKeys.level(audience), lifetime, Lifetime.levelAheadMillis(quarter, now)));
            }
        });
        return pipeline.call(calls).map(replies -> {
            for (int i = 0; i < replies.size(); i++) {
                levels.put(unknown.get(i), learnt(unknown.get(i), replies.get(i), now));
            }
            return levels;
        });
    }

    /** Changes the level unless it is no longer what it was; says whether it is now what it shall be. */
    Future<Boolean> change(long audience, Level from, Level to) {
        return pipeline.call(CHANGE.on(IndexKeys.level(audience), from.text(), to.text()))
                .onComplete(done -> forget(audience))
                .map(reply -> Pipeline.number(reply) == 1);
    }

    void forget(long audience) {
        known.remove(audience);
    }

    void forgetAll() {
        known.clear();
    }

    /** What is no level is as good as none: the audience looks empty until it is written to, which must begin it anew. */
    private Optional<Level> read(long audience, @Nullable Response reply) {
        Optional<Level> level = Optional.ofNullable(reply).flatMap(found -> Level.parse(found.toString()));
        if (level.isEmpty()) {
            forget(audience);
            if (reply != null) {
                Unreadable.LEVEL_BROKEN.count();
            }
        }
        return level;
    }

    private Level learnt(long audience, Response levelAndTtl, long askedMillis) {
        Level level = Level.parse(levelAndTtl.get(0).toString()).orElseThrow();
        if (levelAndTtl.size() > 2) {
            Unreadable.LEVEL_BROKEN.count();
        }
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.put(audience, new Known(level, askedMillis, askedMillis + Pipeline.number(levelAndTtl.get(1))));
        return reported(audience, level);
    }

    private Level reported(long audience, Level level) {
        if (level.growing()) {
            whenGrowing.accept(audience, level);
        }
        return level;
    }

    private record Known(Level level, long askedMillis, long expiresMillis) {
        boolean serves(long nowMillis, long untilMillis) {
            return Math.abs(nowMillis - askedMillis) < Lifetime.LEVEL_FRESH_MILLIS && untilMillis <= expiresMillis;
        }
    }
}
