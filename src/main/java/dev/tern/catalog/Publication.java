package dev.tern.catalog;

import dev.tern.SiteId;
import dev.tern.redis.RedisAwayException;
import dev.tern.redis.Script;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The published definitions in Redis, as the control plane writes them. Blocks; throws {@link RedisAwayException}. */
@Singleton
public final class Publication {
    /** Notes which version of a site is published, and tells whoever listens. On a cluster both go where the key is: to a node that lives. */
    private static final Script ANNOUNCE = Script.of("""
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            redis.call('PUBLISH', ARGV[4], ARGV[1])
            return 1
            """);

    private final SharedRedis redis;
    private final Catalog catalog;

    Publication(SharedRedis redis, Catalog catalog) {
        this.redis = redis;
        this.catalog = catalog;
    }

    /** Which version of each site is published, by {@link #versionOf}; the deleted ones say {@link #isGone}. */
    public Map<String, String> versions() {
        Response all = SharedRedis.await(
                redis.send(Request.cmd(Command.HGETALL).arg(CatalogKeys.SITES)).recover(this::replaced));
        Map<String, String> versions = new HashMap<>();
        if (all == null) {
            return versions;
        }
        for (String site : all.getKeys()) {
            versions.put(site, all.get(site).toString());
        }
        return versions;
    }

    /** Makes room for the versions where something else stood, so that all sites are published anew. */
    private Future<@Nullable Response> replaced(Throwable failure) {
        if (!SharedRedis.isOtherType(failure)) {
            return Future.failedFuture(failure);
        }
        Unreadable.DEFINITIONS_BROKEN.count();
        return redis.send(Request.cmd(Command.UNLINK).arg(CatalogKeys.SITES)).mapEmpty();
    }

    /** How {@link #versions} writes a snapshot's version: another one for a site that was made anew. */
    public static String versionOf(long serial, long version) {
        return serial + "." + version;
    }

    /** Whether this is what {@link #versions} says of a deleted site. */
    public static boolean isGone(String version) {
        return version.equals(CatalogKeys.GONE);
    }

    /** Publishes the snapshot and announces it. It is live here when this returns, and elsewhere within a second. */
    public void publish(Snapshot snapshot) {
        SharedRedis.await(redis.send(Request.cmd(Command.SET)
                .arg(CatalogKeys.site(snapshot.id()))
                .arg(SnapshotJson.write(snapshot))
                .arg("PX")
                .arg(CatalogKeys.TTL.toMillis())));
        announce(snapshot.id(), versionOf(snapshot.serial(), snapshot.version()));
    }

    /** Takes a deleted site off the air, and announces that. */
    public void withdraw(SiteId site) {
        announce(site, CatalogKeys.GONE);
        SharedRedis.await(redis.send(Request.cmd(Command.DEL).arg(CatalogKeys.site(site))));
    }

    private void announce(SiteId site, String version) {
        SharedRedis.await(redis.call(List.of(ANNOUNCE.on(
                CatalogKeys.SITES, site.value(), version, CatalogKeys.TTL.toMillis(), CatalogKeys.ANNOUNCEMENTS))));
        catalog.refresh();
    }
}
