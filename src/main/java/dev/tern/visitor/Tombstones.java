package dev.tern.visitor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorHashes;
import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The visitors that are gone, in Redis: for as long as a cookie may come back, what arrives for one of them is refused.
 *
 * <p>Whoever removes a visitor writes the tombstone first, then removes the record, then the index entries. Whoever makes a record where there
 * was none looks for a tombstone afterwards, and removes the visitor again where it finds one. So one of the two sees the other,
 * on whatever nodes the keys live. A record that was there needs no look: it is replaced by compare-and-set, so before its removal.
 */
@Singleton
public final class Tombstones {
    private static final long LIFETIME_MILLIS = VisitorCookie.MAX_AGE.toMillis();

    /** Those that this pod has met lately, so that their cookies are strangers' at once. */
    private static final int MET_MAX = 100_000;

    private final SharedRedis redis;
    private final VisitorHashes hashes;
    private final Cache<Visitors.Address, Tombstone> met =
            Caffeine.newBuilder().maximumSize(MET_MAX).build();

    Tombstones(SharedRedis redis, VisitorHashes hashes) {
        this.redis = redis;
        this.hashes = hashes;
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

    /** Sets tombstones, for as long as a cookie lives from now. An erasure stays one. */
    public Future<Void> set(Map<Visitors.Address, Tombstone> gone) {
        List<Request> requests = new ArrayList<>(gone.size());
        gone.forEach((address, why) -> {
            Request set = Request.cmd(Command.SET)
                    .arg(VisitorKeys.tombstone(
                            address.site(),
                            hashes.of(address.site(), address.visitor()).getFirst()))
                    .arg(new byte[] {why.code()})
                    .arg("PX")
                    .arg(LIFETIME_MILLIS);
            requests.add(why == Tombstone.WITHDRAWN ? set.arg("NX") : set);
        });
        met.putAll(gone);
        return redis.sendAll(requests).mapEmpty();
    }

    private static @Nullable Tombstone read(@Nullable Response answer) {
        return answer == null ? null : Tombstone.of(answer.toBytes()[0]).orElse(Tombstone.ERASED);
    }
}
