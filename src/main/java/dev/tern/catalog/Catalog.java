package dev.tern.catalog;

import dev.tern.SiteId;
import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sites that this pod serves, as published in Redis.
 *
 * <p>What is known stays known while Redis is away or was flushed: only a published deletion takes a site off the air.
 */
@Singleton
public final class Catalog {
    /** Catches what an announcement that got lost would have said. */
    private static final int LOOK_SECONDS = 2;

    /** What was looked at longer ago is looked at again before anything is written by it. */
    public static final Duration FRESH = Duration.ofSeconds(3);

    /**
     * After what is known here has stood for this long, no pod writes by what was before: as long as another one may go by that, and
     * then two time limits of Redis for what it has begun to write.
     */
    public static final Duration SETTLED = FRESH.plusSeconds(2);

    private final SharedRedis redis;
    private final ScheduledExecutorService loader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("catalog").factory());
    private volatile boolean loaded = false;
    private volatile long lookedNanos = System.nanoTime();
    private volatile Known known = new Known(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /**
     * @param versions of each site, as published
     * @param names the same sites by the text of their ID
     * @param serials the same sites by their serial
     * @param grants by the hash of their key
     */
    private record Known(
            Map<SiteId, String> versions,
            Map<SiteId, LiveSite> sites,
            Map<String, LiveSite> names,
            Map<Long, LiveSite> serials,
            Map<String, Grant> grants) {}

    Catalog(SharedRedis redis, MeterRegistry metrics) {
        this.redis = redis;
        TimeGauge.builder("tern.definitions.age", this, TimeUnit.NANOSECONDS, Catalog::ageNanos)
                .description("Time since what is published was last read, or since the start")
                .register(metrics);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent started) {
        CompletableFuture.runAsync(this::loadOrKeep, loader).join();
        var _ = loader.scheduleWithFixedDelay(this::loadOrKeep, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** After the last events are written, for which it is asked until then. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1) ShutdownEvent stopping) {
        loader.shutdownNow();
    }

    /** The site of this name, where there is one. */
    public Optional<LiveSite> site(String name) {
        return Optional.ofNullable(known.names.get(name));
    }

    /** The site with this serial, where there is one. */
    public Optional<LiveSite> site(long serial) {
        return Optional.ofNullable(known.serials.get(serial));
    }

    /** All sites. */
    public Collection<LiveSite> sites() {
        return known.serials.values();
    }

    /** What the key with this hash allows, where there is one. */
    public Optional<Grant> grant(String keyHash) {
        return Optional.ofNullable(known.grants.get(keyHash));
    }

    /** Whether what is published has been read since the start. */
    public boolean isLoaded() {
        return loaded;
    }

    /**
     * Makes sure that an unknown site is one that does not exist.
     *
     * @throws IllegalStateException while nothing that was published has been read
     */
    public void requireLoaded() {
        if (known.versions.isEmpty()) {
            throw new IllegalStateException("no published definitions yet");
        }
    }

    /**
     * Makes sure that what is known was published at most {@link #FRESH} ago, so that soon after a publication nobody writes
     * by what was before; for threads that may block.
     */
    public void requireFresh() {
        if (!loaded || ageNanos() > FRESH.toNanos()) {
            refresh();
        }
    }

    private long ageNanos() {
        return System.nanoTime() - lookedNanos;
    }

    /** Takes over what has been published by now; for threads that may block. */
    public void refresh() {
        try {
            CompletableFuture.runAsync(this::load, loader).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RedisAwayException away ? away : e;
        }
    }

    /** Takes over what has been published by now, in the background. */
    void refreshSoon() {
        loader.execute(this::loadOrKeep);
    }

    private void loadOrKeep() {
        try {
            load();
        } catch (RedisAwayException away) {
            Log.debug("Redis is away: the definitions stay as they are");
        } catch (RuntimeException bug) {
            Log.error("The published definitions could not be taken over", bug);
        }
    }

    private void load() {
        long now = System.nanoTime();
        Map<SiteId, String> versions = new HashMap<>(known.versions);
        Map<SiteId, LiveSite> sites = new HashMap<>(known.sites);
        publishedVersions().forEach((id, version) -> {
            if (version.equals(CatalogKeys.GONE)) {
                versions.remove(id);
                sites.remove(id);
            } else if (!version.equals(versions.get(id))) {
                loadSite(id, sites.get(id)).ifPresent(site -> {
                    versions.put(id, version);
                    sites.put(id, site);
                });
            }
        });
        if (!versions.equals(known.versions)) {
            Map<String, LiveSite> names = new HashMap<>();
            Map<Long, LiveSite> serials = new HashMap<>();
            for (LiveSite site : sites.values()) {
                names.put(site.id().value(), site);
                serials.put(site.serial(), site);
            }
            known = new Known(versions, sites, names, serials, grants(sites.values()));
        }
        lookedNanos = now;
        loaded = true;
    }

    /** Fails where something else stands there, until the control plane replaces it. */
    private Map<SiteId, String> publishedVersions() {
        Response all = SharedRedis.await(redis.send(Request.cmd(Command.HGETALL).arg(CatalogKeys.SITES)));
        Map<SiteId, String> versions = new HashMap<>();
        for (String site : all.getKeys()) {
            SiteId.parse(site).ifPresent(id -> versions.put(id, all.get(site).toString()));
        }
        return versions;
    }

    private Optional<LiveSite> loadSite(SiteId id, @Nullable LiveSite before) {
        Response published = SharedRedis.await(redis.get(CatalogKeys.site(id).getBytes(StandardCharsets.US_ASCII)));
        byte[] bytes = published == null ? new byte[0] : published.toBytes();
        Optional<Snapshot> snapshot =
                SnapshotJson.read(bytes).filter(found -> found.id().equals(id));
        if (snapshot.isEmpty()) {
            boolean isOther = SnapshotJson.isOther(bytes);
            (isOther ? Unreadable.DEFINITIONS_FORMAT : Unreadable.DEFINITIONS_BROKEN).count();
            Log.warnf("What is published of site %s can't be read: it stays as it was", id);
            if (!isOther) {
                haveItPublished(id);
            }
        }
        return snapshot.map(found -> LiveSite.of(found, before));
    }

    /** The control plane publishes what has no version here. */
    private void haveItPublished(SiteId id) {
        SharedRedis.await(
                redis.send(Request.cmd(Command.HDEL).arg(CatalogKeys.SITES).arg(id.value())));
    }

    private static Map<String, Grant> grants(Collection<LiveSite> sites) {
        Map<String, Grant> grants = new HashMap<>();
        for (LiveSite site : sites) {
            for (Snapshot.Key key : site.keys()) {
                grants.put(key.hash(), new Grant(site.id(), key.scopes()));
            }
        }
        return grants;
    }
}
