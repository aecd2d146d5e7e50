package dev.tern.visitor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tern.VisitorId;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorHashes;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
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
 * The visitors that are gone, in Redis: for as long as a cookie may come back, what arrives for one of them is refused.
 *
 * <p>Whoever removes a visitor writes the tombstone first, then removes the record, then the index entries. Whoever makes a record where there
 * was none looks for a tombstone afterwards, and removes the visitor again where it finds one. So one of the two sees the other,
 * on whatever nodes the keys live. A record that was there needs no look: it is replaced by compare-and-set, so before its removal.
 *
 * <p>Beside each tombstone it is noted for the ledger, which alone outlives a restore of Redis from a backup, that there is one.
 */
@Singleton
public final class Tombstones {
    private static final long LIFETIME_MILLIS = VisitorCookie.MAX_AGE.toMillis();

    /** Whatever stands there becomes a withdrawal, unless it is an erasure. */
    private static final String WITHDRAW = """
            if redis.pcall('GET', KEYS[1]) == 'e' then
              return redis.call('PEXPIRE', KEYS[1], ARGV[1])
            end
            return redis.call('SET', KEYS[1], 'w', 'PX', ARGV[1])""";

    /** Those that this pod has met lately, so that their cookies are strangers' at once. */
    private static final int MET_MAX = 100_000;

    private final SharedRedis redis;
    private final VisitorHashes hashes;
    private final Clock clock;
    private final Cache<Visitors.Address, Tombstone> met =
            Caffeine.newBuilder().maximumSize(MET_MAX).build();

    Tombstones(SharedRedis redis, VisitorHashes hashes, Clock clock) {
        this.redis = redis;
        this.hashes = hashes;
        this.clock = clock;
    }

    /** Whether this pod has met the tombstone of the visitor. Asks nobody. */
    public boolean hasMet(Visitors.Address address) {
        return met.getIfPresent(address) != null;
    }

    /** Those of these visitors that are gone, and why. */
    public Future<Map<Visitors.Address, Tombstone>> of(Collection<Visitors.Address> addresses) {
        List<Visitors.Address> asked = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (Visitors.Address address : addresses) {
            for (byte[] hash : hashes.of(address.site(), address.visitor())) {
                asked.add(address);
                keys.add(VisitorKeys.tombstone(address.site(), hash));
            }
        }
        return redis.getAll(keys).map(answers -> {
            Map<Visitors.Address, Tombstone> gone = new HashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                Tombstone found = read(answers.get(i));
                if (found != null) {
                    gone.merge(asked.get(i), found, (one, other) -> Tombstone.ERASED);
                }
            }
            met.putAll(gone);
            return gone;
        });
    }

    /** Sets tombstones, for as long as a cookie lives from now, and notes them for the ledger. An erasure stays one. */
    public Future<Void> set(Map<Visitors.Address, Tombstone> gone) {
        met.putAll(gone);
        return replacing(() -> redis.sendAll(settings(gone)).mapEmpty());
    }

    private List<Request> settings(Map<Visitors.Address, Tombstone> gone) {
        Instant now = clock.instant();
        List<Request> requests = new ArrayList<>(2 * gone.size() + 1);
        gone.forEach((address, why) -> {
            byte[] hash = hashes.of(address.site(), address.visitor()).getFirst();
            var entry = new Gone(address.site(), VisitorId.of(hash), why, now);
            requests.add(Request.cmd(Command.SADD).arg(VisitorKeys.PENDING).arg(entry.text()));
            requests.add(
                    why == Tombstone.WITHDRAWN
                            ? Request.cmd(Command.EVAL)
                                    .arg(WITHDRAW)
                                    .arg(1)
                                    .arg(entry.key())
                                    .arg(LIFETIME_MILLIS)
                            : setting(entry).arg("PX").arg(LIFETIME_MILLIS));
        });
        if (!gone.isEmpty()) {
            requests.add(Request.cmd(Command.PEXPIRE).arg(VisitorKeys.PENDING).arg(LIFETIME_MILLIS));
        }
        return requests;
    }

    /** Some of those that are noted for the ledger: at most so many, none only where there are none. What is no note is removed. */
    public Future<List<Gone>> pending(int max) {
        return replacing(() -> redis.send(Request.cmd(Command.SRANDMEMBER)
                        .arg(VisitorKeys.PENDING)
                        .arg(max)))
                .compose(members -> {
                    List<Gone> read = new ArrayList<>();
                    List<Request> removals = new ArrayList<>();
                    for (Response member : members) {
                        Optional<Gone> gone = Gone.read(member.toString());
                        gone.ifPresent(read::add);
                        if (gone.isEmpty()) {
                            Unreadable.TOMBSTONE_BROKEN.count();
                            removals.add(Request.cmd(Command.SREM)
                                    .arg(VisitorKeys.PENDING)
                                    .arg(member.toBytes()));
                        }
                    }
                    return removals.isEmpty()
                            ? Future.succeededFuture(read)
                            : redis.sendAll(removals)
                                    .compose(done -> read.isEmpty() ? pending(max) : Future.succeededFuture(read));
                });
    }

    /** How many are noted for the ledger. */
    public Future<Long> pendingCount() {
        return replacing(() -> redis.send(Request.cmd(Command.SCARD).arg(VisitorKeys.PENDING)))
                .map(Response::toLong);
    }

    /** Asks again where the notes were no set, without what was there. */
    private <T> Future<T> replacing(Supplier<Future<T>> asking) {
        return asking.get().recover(failure -> {
            if (!SharedRedis.isOtherType(failure)) {
                return Future.failedFuture(failure);
            }
            Unreadable.TOMBSTONE_BROKEN.count();
            return redis.send(Request.cmd(Command.UNLINK).arg(VisitorKeys.PENDING))
                    .compose(removed -> asking.get());
        });
    }

    /** The ledger has them. */
    public Future<Void> settle(List<Gone> some) {
        return redis.sendAll(some.stream()
                        .map(entry -> Request.cmd(Command.SREM)
                                .arg(VisitorKeys.PENDING)
                                .arg(entry.text()))
                        .toList())
                .mapEmpty();
    }

    /** Whether all of these have their tombstones. */
    public Future<Boolean> stand(List<Gone> some) {
        return redis.getAll(some.stream().map(Gone::key).toList())
                .map(answers -> answers.stream().allMatch(Objects::nonNull));
    }

    /** Sets those that are missing, each for the rest of its time; says how many that were. */
    public Future<Long> restore(List<Gone> some) {
        return redis.sendAll(some.stream()
                        .map(entry -> setting(entry)
                                .arg("PXAT")
                                .arg(entry.until().toEpochMilli())
                                .arg("NX"))
                        .toList())
                .map(answers -> answers.stream().filter(Objects::nonNull).count());
    }

    private static Request setting(Gone entry) {
        return Request.cmd(Command.SET)
                .arg(entry.key())
                .arg(new byte[] {entry.why().code()});
    }

    /** Of whom nobody can read why it is gone, it stays gone for good. */
    private static @Nullable Tombstone read(@Nullable Response answer) {
        if (answer == null) {
            return null;
        }
        byte[] bytes = answer.toBytes();
        Optional<Tombstone> found = bytes.length == 1 ? Tombstone.of(bytes[0]) : Optional.empty();
        if (found.isEmpty()) {
            Unreadable.TOMBSTONE_BROKEN.count();
        }
        return found.orElse(Tombstone.ERASED);
    }
}
