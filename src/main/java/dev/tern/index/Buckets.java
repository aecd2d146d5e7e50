package dev.tern.index;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.redis.Script;
import dev.tern.redis.Unreadable;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The entries of the audiences in Redis, bucket by bucket. Whoever meets the marker of a bucket that has moved goes on one
 * bit below, whatever the level says.
 */
final class Buckets {
    /** A listpack's own bound by default, and far below what Lua can unpack. */
    private static final int PUTS_MAX = 128;

    private static final int SEALED_BYTES = VisitorId.BYTES + Integer.BYTES;
    private static final int MOVED = -1;
    private static final int REPLACED = -2;

    /** What entries hold less than: it is the year 2209. */
    private static final int SCORE_END = 1 << 23;

    /**
     * Adds members to each key, and answers for each: 0 when that changed nothing, -1 when the bucket has moved, -2 when it replaced what is
     * no bucket, or else how many it holds, without those that have ended. The arguments of a key: the last score that has ended, the lifetime it needs, the one it is
     * given, how many members follow, and these with their scores.
     */
    private static final Script ADD = Script.of("""
            local held, at = {}, 1
            for i, key in ipairs(KEYS) do
              local last = at + 3 + 2 * tonumber(ARGV[at + 3])
              local changed = redis.pcall('ZADD', key, 'GT', 'CH', unpack(ARGV, at + 4, last))
              if type(changed) == 'number' then
                held[i] = changed
                if changed > 0 then
                  redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[at])
                  if redis.call('PTTL', key) < tonumber(ARGV[at + 1]) then
                    redis.call('PEXPIRE', key, ARGV[at + 2])
                  end
                  held[i] = redis.call('ZCARD', key)
                end
              elseif not string.find(changed.err, 'WRONGTYPE', 1, true) then
                return changed
              elseif redis.call('TYPE', key).ok == 'string' then
                held[i] = -1
              else
                redis.call('DEL', key)
                redis.call('ZADD', key, unpack(ARGV, at + 4, last))
                redis.call('PEXPIRE', key, ARGV[at + 2])
                held[i] = -2
              end
              at = last + 1
            end
            return held
            """);

    /**
     * The members that end after the argument, one behind the other. Where there is more to say, they are the first of three: then 1 where the
     * bucket is sealed or has moved, and how much was found that is no entry. That is removed, but from a sealed bucket.
     */
    private static final Script READ = Script.of("""
            local found = redis.pcall('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf')
            if not found.err then
              local all = table.concat(found)
              if #all == 16 * #found then
                return all
              end
              local live, broken = {}, 0
              for _, member in ipairs(found) do
                if #member == 16 then
                  live[#live + 1] = member
                else
                  broken = broken + redis.call('ZREM', KEYS[1], member)
                end
              end
              return {table.concat(live), 0, broken}
            end
            if not string.find(found.err, 'WRONGTYPE', 1, true) then
              return found
            end
            local sealed, now, live = redis.pcall('GET', KEYS[1]), tonumber(ARGV[1]), {}
            if type(sealed) ~= 'string' then
              return {'', 0, redis.call('DEL', KEYS[1])}
            end
            for at = 1, #sealed - 19, 20 do
              if struct.unpack('>I4', sealed, at + 16) > now then
                live[#live + 1] = string.sub(sealed, at, at + 15)
              end
            end
            return {table.concat(live), 1, #sealed % 20 == 0 and 0 or 1}
            """);

    /**
     * Removes a member. -1 when the bucket is sealed or has moved, -2 when it was none and is removed. What is sealed is being copied maybe, so there the removal leaves a mark: a digest
     * of the member, in the place of a member, with a score that has ended.
     */
    private static final Script REMOVE = Script.of("""
            local removed = redis.pcall('ZREM', KEYS[1], ARGV[1])
            if type(removed) == 'number' then
              return removed
            end
            if not string.find(removed.err, 'WRONGTYPE', 1, true) then
              return removed
            end
            local sealed = redis.pcall('GET', KEYS[1])
            if type(sealed) ~= 'string' then
              redis.call('DEL', KEYS[1])
              return -2
            end
            for at = 1, #sealed - 19, 20 do
              if string.sub(sealed, at, at + 15) == ARGV[1] then
                redis.call('SETRANGE', KEYS[1], at - 1, string.sub(redis.sha1hex(ARGV[1]), 1, 16) .. '\\0\\0\\0\\0')
              end
            end
            return -1
            """);

    /**
     * Turns the sorted set into a string of members and scores, to which nothing can be added any more; returns that string. What is no entry
     * is left out.
     */
    private static final Script SEAL = Script.of("""
            local found = redis.pcall('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
            if found.err then
              if not string.find(found.err, 'WRONGTYPE', 1, true) then
                return found
              end
              local sealed = redis.pcall('GET', KEYS[1])
              if type(sealed) == 'string' then
                return sealed
              end
              found = {}
            end
            local sealed = {}
            for i = 1, #found, 2 do
              local score = tonumber(found[i + 1])
              if #found[i] == 16 and score >= 0 and score < 8388608 then
                sealed[#sealed + 1] = found[i]
                sealed[#sealed + 1] = struct.pack('>I4', score)
              end
            end
            sealed = table.concat(sealed)
            redis.call('SET', KEYS[1], sealed, 'PX', math.max(tonumber(ARGV[1]), redis.call('PTTL', KEYS[1])))
            return sealed
            """);

    /** Leaves only the marker of a sealed bucket; returns what it held, as {@link #SEAL} does. */
    private static final Script EMPTY = Script.of("""
            local sealed = redis.pcall('GET', KEYS[1])
            if type(sealed) ~= 'string' then
              return ''
            end
            redis.call('SET', KEYS[1], '', 'PX', ARGV[1])
            return sealed
            """);

    /** Lets no member end later than the first argument, nor the key live longer than the second. */
    private static final Script CAP = Script.of("""
            local found = redis.pcall('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf')
            if found.err and not string.find(found.err, 'WRONGTYPE', 1, true) then
              return found
            end
            if found.err then
              local sealed, cap = redis.pcall('GET', KEYS[1]), tonumber(ARGV[1])
              for at = 1, type(sealed) == 'string' and #sealed - 19 or 0, 20 do
                if struct.unpack('>I4', sealed, at + 16) > cap then
                  redis.call('SETRANGE', KEYS[1], at + 15, struct.pack('>I4', cap))
                end
              end
            else
              for _, member in ipairs(found) do
                redis.call('ZADD', KEYS[1], ARGV[1], member)
              end
              if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2]) then
                redis.call('PEXPIRE', KEYS[1], ARGV[2])
              end
            end
            return 0
            """);

    private final Pipeline pipeline;
    private final Levels levels;
    private final Clock clock;
    private final int splitAbove;
    private final BiConsumer<Long, Level> grow;

    Buckets(Pipeline pipeline, Levels levels, Clock clock, int splitAbove, BiConsumer<Long, Level> grow) {
        this.pipeline = pipeline;
        this.levels = levels;
        this.clock = clock;
        this.splitAbove = splitAbove;
        this.grow = grow;
    }

    /** Writes the entries, those that met a moved bucket again below it. */
    Future<Void> write(List<Put> puts) {
        if (puts.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<Long, Long> lastQuarters = new HashMap<>();
        puts.forEach(put -> lastQuarters.merge(put.audience(), put.score(), Math::max));
        return levels.forWriting(lastQuarters).compose(known -> {
            Map<Bucket, List<Put>> byBucket = new LinkedHashMap<>();
            for (Put put : puts) {
                Level level = requireNonNull(known.get(put.audience()));
                if (level.writing() < put.bitsMin()) {
                    grow.accept(put.audience(), level);
                }
                int bits = Math.max(level.writing(), put.bitsMin());
                byBucket.computeIfAbsent(Bucket.of(put.audience(), bits, put.visitor()), bucket -> new ArrayList<>(1))
                        .add(put);
            }
            return add(byBucket, known).compose(this::write);
        });
    }

    /** The visitors of the buckets whose entries end after now, in no order, some perhaps twice. */
    Future<List<VisitorId>> read(List<Bucket> buckets, boolean alsoBelow, long nowMillis) {
        long now = Grid.down(nowMillis);
        return pipeline.call(buckets.stream()
                        .map(bucket -> READ.on(bucket.key(), now))
                        .toList())
                .compose(replies -> {
                    List<VisitorId> found = new ArrayList<>();
                    List<Bucket> below = new ArrayList<>();
                    for (int i = 0; i < replies.size(); i++) {
                        Response reply = replies.get(i);
                        boolean isMore = reply.type() == ResponseType.MULTI;
                        boolean moved = isMore && Pipeline.number(reply.get(1)) == 1;
                        if (isMore && Pipeline.number(reply.get(2)) > 0) {
                            Unreadable.INDEX_BROKEN.count();
                        }
                        byte[] visitors = (isMore ? reply.get(0) : reply).toBytes();
                        for (int at = 0; at < visitors.length; at += VisitorId.BYTES) {
                            found.add(VisitorId.of(visitors, at));
                        }
                        if (moved || alsoBelow) {
                            buckets.get(i).children().forEach(below::add);
                        }
                    }
                    return below.isEmpty()
                            ? Future.succeededFuture(found)
                            : read(below, false, nowMillis).map(deeper -> {
                                found.addAll(deeper);
                                return found;
                            });
                });
    }

    /** Removes a visitor from its bucket of each audience, and from the one below where that may hold it too. */
    Future<Void> remove(VisitorId visitor, Map<Long, Level> levels) {
        List<Bucket> from = new ArrayList<>();
        Set<Long> growing = new HashSet<>();
        levels.forEach((audience, level) -> {
            from.add(Bucket.of(audience, level.bits(), visitor));
            if (level.growing()) {
                growing.add(audience);
            }
        });
        return remove(visitor, from, growing);
    }

    private Future<Void> remove(VisitorId visitor, List<Bucket> from, Set<Long> alsoBelow) {
        return pipeline.call(from.stream()
                        .map(bucket -> REMOVE.on(bucket.key(), (Object) visitor.bytes()))
                        .toList())
                .compose(replies -> {
                    List<Bucket> below = new ArrayList<>();
                    for (int i = 0; i < from.size(); i++) {
                        Bucket bucket = from.get(i);
                        long removed = Pipeline.number(replies.get(i));
                        if (removed == REPLACED) {
                            Unreadable.INDEX_BROKEN.count();
                        }
                        if (removed == MOVED || alsoBelow.contains(bucket.audience())) {
                            below.add(Bucket.of(bucket.audience(), bucket.bits() + 1, visitor));
                        }
                    }
                    return below.isEmpty() ? Future.succeededFuture() : remove(visitor, below, Set.of());
                });
    }

    /** Lets no entry of the buckets end later than this. */
    Future<Void> cap(List<Bucket> buckets, long lastQuarter) {
        long lifetime = Lifetime.bucketMillis(lastQuarter, clock.millis());
        return pipeline.call(buckets.stream()
                        .map(bucket -> CAP.on(bucket.key(), lastQuarter, lifetime))
                        .toList())
                .mapEmpty();
    }

    /** Moves the buckets one bit below. */
    Future<Void> move(List<Bucket> buckets) {
        return seal(buckets).compose(held -> bringBelow(buckets, held));
    }

    /** Seals the buckets, and gives what they hold. */
    Future<List<Put>> seal(List<Bucket> buckets) {
        long ended = Lifetime.endedQuarter(clock.millis());
        return callAll(SEAL, buckets).map(replies -> {
            List<Put> puts = new ArrayList<>();
            for (int i = 0; i < replies.size(); i++) {
                unseal(buckets.get(i), replies.get(i).toBytes(), ended, puts);
            }
            return puts;
        });
    }

    /** Copies what sealed buckets hold below, leaves their markers, and takes back the copies of who was removed since the sealing. */
    Future<Void> bringBelow(List<Bucket> buckets, List<Put> held) {
        return write(held).compose(copied -> callAll(EMPTY, buckets)).compose(replies -> takeBack(held, replies));
    }

    private Future<List<Response>> callAll(Script script, List<Bucket> buckets) {
        return pipeline.call(buckets.stream()
                .map(bucket -> script.on(bucket.key(), Lifetime.MARKER_MILLIS))
                .toList());
    }

    private Future<Void> takeBack(List<Put> copied, List<Response> sealedBefore) {
        Set<String> removed = new HashSet<>();
        sealedBefore.forEach(reply -> removals(reply.toBytes(), removed));
        if (removed.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.all(copied.stream()
                        .filter(put -> removed.contains(digest(put.visitor())))
                        .map(put -> remove(
                                put.visitor(),
                                List.of(Bucket.of(put.audience(), put.bitsMin(), put.visitor())),
                                Set.of()))
                        .toList())
                .mapEmpty();
    }

    static void removals(byte[] sealed, Set<String> digests) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        for (int at = 0; at + SEALED_BYTES <= sealed.length; at += SEALED_BYTES) {
            if (bytes.getInt(at + VisitorId.BYTES) == 0) {
                digests.add(new String(sealed, at, VisitorId.BYTES, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static String digest(VisitorId visitor) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(visitor.bytes());
            return HexFormat.of().formatHex(digest, 0, VisitorId.BYTES / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds what the sealed bucket holds that has not ended; what is no entry is counted, and passed over. */
    static void unseal(Bucket bucket, byte[] sealed, long ended, List<Put> puts) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        boolean broken = sealed.length % SEALED_BYTES != 0;
        for (int at = 0; at + SEALED_BYTES <= sealed.length; at += SEALED_BYTES) {
            int score = bytes.getInt(at + VisitorId.BYTES);
            if (score < 0 || score >= SCORE_END) {
                broken = true;
            } else if (score > ended) {
                puts.add(new Put(bucket.audience(), VisitorId.of(sealed, at), score, bucket.bits() + 1));
            }
        }
        if (broken) {
            Unreadable.INDEX_BROKEN.count();
        }
    }

    /** One round trip; returns what met a moved bucket. */
    private Future<List<Put>> add(Map<Bucket, List<Put>> byBucket, Map<Long, Level> known) {
        List<Addition> additions = new ArrayList<>(byBucket.size());
        byBucket.forEach((bucket, puts) -> {
            for (int from = 0; from < puts.size(); from += PUTS_MAX) {
                additions.add(new Addition(bucket, puts.subList(from, Math.min(puts.size(), from + PUTS_MAX))));
            }
        });
        long now = clock.millis();
        return pipeline.call(additions, some -> addition(some, now)).map(answers -> {
            List<Put> moved = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                Addition addition = additions.get(i);
                Bucket bucket = addition.bucket;
                Level level = requireNonNull(known.get(bucket.audience()));
                long held = Pipeline.number(answers.get(i));
                if (held == MOVED) {
                    levels.forget(bucket.audience());
                    addition.puts.forEach(put -> moved.add(put.below(bucket)));
                } else if (held == REPLACED) {
                    Unreadable.INDEX_BROKEN.count();
                } else if (held > splitAbove && level.settled().canGrow() && level.writing() == bucket.bits()) {
                    grow.accept(bucket.audience(), level.settled());
                }
            }
            return moved;
        });
    }

    /** What is added to a bucket. */
    private record Addition(Bucket bucket, List<Put> puts) {}

    private static Script.Call addition(List<Addition> some, long nowMillis) {
        List<String> keys = new ArrayList<>(some.size());
        List<Object> args = new ArrayList<>(6 * some.size());
        for (Addition addition : some) {
            long last = addition.puts.getFirst().score();
            for (Put put : addition.puts) {
                last = Math.max(last, put.score());
            }
            keys.add(addition.bucket.key());
            args.add(Lifetime.endedQuarter(nowMillis));
            args.add(Lifetime.bucketMillis(last, nowMillis));
            args.add(Lifetime.bucketAheadMillis(last, nowMillis));
            args.add((long) addition.puts.size());
            for (Put put : addition.puts) {
                args.add(put.score());
                args.add(put.visitor().bytes());
            }
        }
        return ADD.on(keys, args);
    }
}
