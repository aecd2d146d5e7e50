package dev.tern.indexing;

import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pass in Redis: which pod has it, how far it has come, and whose lists are complete. Only the pod that has the lease
 * changes the pass, as each script makes sure in the same step. Blocks; fails as Redis does.
 */
@Singleton
final class Passes {
    /** How long a pod may be silent before another takes over. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A pass that nobody goes on with for so long begins anew. */
    private static final Duration PASS = Duration.ofDays(1);

    /** As long as what is published; after that, one more pass does no harm. */
    private static final Duration DONE = Duration.ofDays(540);

    private static final List<String> KEYS = List.of(IndexingKeys.LEASE, IndexingKeys.PASS, IndexingKeys.DONE);

    private static final String TAKE = """
            local has = redis.call('GET', KEYS[1])
            if has and has ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1""";

    private static final String RELEASE = """
            return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0""";

    /** Sets the whole pass to the fields and values from the fourth argument on. */
    private static final String BEGIN = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            redis.call('DEL', KEYS[2])
            for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
            redis.call('PEXPIRE', KEYS[2], ARGV[3])
            return 1""";

    /** Sets place and keys looked at, and takes away the sites from the eighth argument on. */
    private static final String ADVANCE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            redis.call('HSET', KEYS[2], ARGV[4], ARGV[5], ARGV[6], ARGV[7])
            for i = 8, #ARGV do redis.call('HDEL', KEYS[2], ARGV[i]) end
            redis.call('PEXPIRE', KEYS[2], ARGV[3])
            return 1""";

    /** Sets the sites and fingerprints from the third argument on, and ends pass and lease. */
    private static final String FINISH = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
            redis.call('PEXPIRE', KEYS[3], ARGV[2])
            redis.call('DEL', KEYS[1], KEYS[2])
            return 1""";

    private final SharedRedis redis;

    Passes(SharedRedis redis) {
        this.redis = redis;
    }

    /**
     * What is seen at one look.
     *
     * @param done by their serials, the sites with the fingerprint of the rules that their lists follow in full
     * @param underWay the share of the pass that is under way
     */
    record Seen(Map<Long, Integer> done, Optional<Progress> underWay) {
        Seen {
            done = Map.copyOf(done);
        }

        boolean isComplete(long site, int fingerprint) {
            return Objects.equals(done.get(site), fingerprint);
        }
    }

    Seen look() {
        return replacing(this::read);
    }

    private Seen read() {
        List<Response> answers = SharedRedis.await(redis.sendAll(
                List.of(Request.cmd(Command.HGETALL).arg(IndexingKeys.DONE), pass(IndexingKeys.LOOKED_AT))));
        Map<Long, Integer> done = new HashMap<>();
        Response all = answers.getFirst();
        for (String field : all.getKeys()) {
            done.put(IndexingKeys.serial(field), all.get(field).toInteger());
        }
        return new Seen(done, underWay(answers.get(1)));
    }

    /** How far the lists of a site follow the rules of this fingerprint, in one round trip. */
    Progress progress(long site, int fingerprint) {
        return replacing(() -> read(site, fingerprint));
    }

    private Progress read(long site, int fingerprint) {
        List<@Nullable Response> answers = SharedRedis.await(redis.sendAll(List.of(
                Request.cmd(Command.HGET).arg(IndexingKeys.DONE).arg(IndexingKeys.site(site)),
                pass(IndexingKeys.passSite(site)))));
        if (is(answers.getFirst(), fingerprint)) {
            return Progress.COMPLETE;
        }
        Response pass = Objects.requireNonNull(answers.get(1));
        return is(pass.get(2), fingerprint) ? underWay(pass).orElse(Progress.WAITING) : Progress.WAITING;
    }

    private static Request pass(String oneFieldMore) {
        return Request.cmd(Command.HMGET)
                .arg(IndexingKeys.PASS)
                .arg(IndexingKeys.LOOKED_AT)
                .arg(IndexingKeys.KEYS)
                .arg(oneFieldMore);
    }

    private static Optional<Progress> underWay(Response pass) {
        Response lookedAt = pass.get(0);
        Response keys = pass.get(1);
        return lookedAt == null || keys == null
                ? Optional.empty()
                : Optional.of(Progress.underWay(lookedAt.toLong(), keys.toLong()));
    }

    private static boolean is(@Nullable Response found, int fingerprint) {
        return found != null && found.toInteger() == fingerprint;
    }

    /** Takes the lease, or keeps it; says whether it is this pod's. */
    boolean take(String pod) {
        return call(TAKE, 1, pod, LEASE.toMillis());
    }

    /** Gives the lease back, if it is this pod's. */
    void release(String pod) {
        var _ = call(RELEASE, 1, pod);
    }

    /** The pass that is under way, whoever began it. */
    Optional<Walk> underWay() {
        return replacing(this::readWalk);
    }

    private Optional<Walk> readWalk() {
        Response fields =
                SharedRedis.await(redis.send(Request.cmd(Command.HGETALL).arg(IndexingKeys.PASS)));
        if (fields.getKeys().isEmpty()) {
            return Optional.empty();
        }
        Map<Long, Integer> sites = new HashMap<>();
        for (String field : fields.getKeys()) {
            if (IndexingKeys.isPassSite(field)) {
                sites.put(IndexingKeys.passSerial(field), fields.get(field).toInteger());
            }
        }
        return Optional.of(new Walk(
                required(fields, IndexingKeys.PROCESS).toString(),
                place(required(fields, IndexingKeys.PLACE).toString()),
                required(fields, IndexingKeys.LOOKED_AT).toLong(),
                required(fields, IndexingKeys.KEYS).toLong(),
                sites));
    }

    /** Redis' cursors are numbers of 64 bits. */
    private static String place(String text) {
        return Long.toUnsignedString(Long.parseUnsignedLong(text));
    }

    private static Response required(Response fields, String name) {
        return Optional.ofNullable(fields.get(name)).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    /** Begins a pass in place of any other; false where the lease is another's. */
    boolean begin(String pod, Walk walk) {
        List<Object> args = new ArrayList<>(List.of(pod, LEASE.toMillis(), PASS.toMillis()));
        args.addAll(List.of(IndexingKeys.PROCESS, walk.process(), IndexingKeys.PLACE, walk.place()));
        args.addAll(List.of(IndexingKeys.LOOKED_AT, walk.lookedAt(), IndexingKeys.KEYS, walk.keys()));
        walk.sites().forEach((site, fingerprint) -> args.addAll(List.of(IndexingKeys.passSite(site), fingerprint)));
        return call(BEGIN, 2, args.toArray());
    }

    /**
     * Keeps how far the pass has come, and the lease with it; false where that is another's.
     *
     * @param dropped the sites that it completes no longer
     */
    boolean advance(String pod, Walk walk, Collection<Long> dropped) {
        List<Object> args = new ArrayList<>(List.of(pod, LEASE.toMillis(), PASS.toMillis()));
        args.addAll(List.of(IndexingKeys.PLACE, walk.place(), IndexingKeys.LOOKED_AT, walk.lookedAt()));
        dropped.forEach(site -> args.add(IndexingKeys.passSite(site)));
        return call(ADVANCE, 2, args.toArray());
    }

    /** Says that the sites of the pass are complete, and ends it; false where the lease is another's. */
    boolean finish(String pod, Walk walk) {
        List<Object> args = new ArrayList<>(List.of(pod, DONE.toMillis()));
        walk.sites().forEach((site, fingerprint) -> args.addAll(List.of(IndexingKeys.site(site), fingerprint)));
        return call(FINISH, 3, args.toArray());
    }

    /** Takes back that the sites are complete. */
    void forget(Collection<Long> sites) {
        if (!sites.isEmpty()) {
            Request request = Request.cmd(Command.HDEL).arg(IndexingKeys.DONE);
            sites.forEach(site -> request.arg(IndexingKeys.site(site)));
            var _ = replacing(() -> SharedRedis.await(redis.send(request)));
        }
    }

    /** Asks again without what stands there, where nobody can read it: then a pass begins anew. */
    private <T> T replacing(Supplier<T> asking) {
        try {
            return asking.get();
        } catch (RedisAwayException away) {
            if (!SharedRedis.isOtherType(away)) {
                throw away;
            }
            return withoutWhatStands(asking);
        } catch (IllegalArgumentException broken) {
            return withoutWhatStands(asking);
        }
    }

    private <T> T withoutWhatStands(Supplier<T> asking) {
        Unreadable.PASS_BROKEN.count();
        Request unlink = Request.cmd(Command.UNLINK);
        KEYS.forEach(unlink::arg);
        SharedRedis.await(redis.send(unlink));
        return asking.get();
    }

    private boolean call(String script, int keys, Object... args) {
        Request request = Request.cmd(Command.EVAL).arg(script).arg(keys);
        KEYS.subList(0, keys).forEach(request::arg);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        return replacing(() -> SharedRedis.await(redis.send(request)).toInteger() == 1);
    }
}
