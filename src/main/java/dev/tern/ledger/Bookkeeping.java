package dev.tern.ledger;

import dev.tern.catalog.Catalog;
import dev.tern.index.Index;
import dev.tern.recording.Removal;
import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import dev.tern.sql.Database;
import dev.tern.sql.DatabaseAwayException;
import dev.tern.surface.Surface;
import dev.tern.surface.Surfaces;
import dev.tern.visitor.Gone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorScan;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The thread that brings tombstones from Redis into the ledger every second, and back where Redis has lost them, and takes out the lists of
 * audiences that are no more.
 */
@Singleton
final class Bookkeeping {
    private static final int LOOK_SECONDS = 1;
    private static final int STOP_SECONDS_MAX = 2;
    private static final int PAGE = 256;

    private final Ledger ledger;
    private final Tombstones tombstones;
    private final Following following;
    private final GoneAudiences goneAudiences;
    private final MeterRegistry metrics;
    private final Surfaces surfaces;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .daemon()
            .name("ledger")
            .priority(Thread.MIN_PRIORITY)
            .factory());
    private volatile long pending = 0;

    /** Told once, by the one thread that looks. */
    private boolean away = false;

    Bookkeeping(
            Ledger ledger,
            Tombstones tombstones,
            VisitorScan scan,
            Catalog catalog,
            Removal removal,
            Index index,
            Database database,
            SharedRedis redis,
            MeterRegistry metrics,
            Surfaces surfaces) {
        this.ledger = ledger;
        this.tombstones = tombstones;
        this.metrics = metrics;
        this.surfaces = surfaces;
        this.following = new Following(ledger, tombstones, scan, catalog, removal, redis);
        this.goneAudiences = new GoneAudiences(database, catalog, index);
    }

    void start(@Observes StartupEvent started) {
        Gauge.builder("tern.ledger.pending", this, Bookkeeping::pending)
                .description("Tombstones that the ledger in PostgreSQL does not have yet")
                .register(metrics);
        FunctionCounter.builder("tern.ledger.reapplied", this, Bookkeeping::reapplied)
                .description("Tombstones of the ledger that Redis had lost, and has again")
                .register(metrics);
        FunctionCounter.builder("tern.ledger.lists.removed", goneAudiences.removed, LongAdder::sum)
                .description("Lists of audiences that are no more, which were taken out of Redis")
                .register(metrics);
        if (surfaces.serves(Surface.CONTROL)) {
            var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Before what it writes through stops. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent stopping)
            throws InterruptedException {
        following.stop();
        thread.shutdown();
        if (!thread.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            Log.info("The ledger is still being written; another pod or the next start goes on with it");
        }
    }

    /** How many tombstones the ledger did not have at the last look. */
    long pending() {
        return pending;
    }

    /** How many tombstones Redis had lost, and has again by this pod. */
    long reapplied() {
        return following.reapplied.sum();
    }

    private void look() {
        try {
            take();
            String process = following.process();
            following.work(process);
            goneAudiences.work(process);
            if (away) {
                away = false;
                Log.info("The ledger of erasures goes on");
            }
        } catch (RedisAwayException | DatabaseAwayException e) {
            if (!away) {
                away = true;
                Log.warnf("%s: the ledger of erasures waits until it is back; erasures do not", e.getMessage());
            }
        } catch (RuntimeException bug) {
            Log.error("The ledger of erasures could not be brought up to date; it is tried again", bug);
        }
    }

    private void take() {
        pending = SharedRedis.await(tombstones.pendingCount());
        List<Gone> some = SharedRedis.await(tombstones.pending(PAGE));
        while (!some.isEmpty()) {
            ledger.add(some);
            SharedRedis.await(tombstones.settle(some));
            pending = SharedRedis.await(tombstones.pendingCount());
            some = SharedRedis.await(tombstones.pending(PAGE));
        }
    }
}
