package dev.tern.indexing;

import dev.tern.catalog.Catalog;
import dev.tern.index.Index;
import dev.tern.recording.Recording;
import dev.tern.recording.Removal;
import dev.tern.redis.RedisAwayException;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorScan;
import dev.tern.visitor.Visitors;
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
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The thread that sees to the lists, below everything else, and what it tells of itself. */
@Singleton
final class Indexing {
    private static final int LOOK_SECONDS = 1;
    private static final int STOP_SECONDS_MAX = 2;

    private final MeterRegistry metrics;
    private final Tally tally = new Tally();
    private final Passer passer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .daemon()
            .name("indexing")
            .priority(Thread.MIN_PRIORITY)
            .factory());

    Indexing(
            Catalog catalog,
            Visitors visitors,
            VisitorScan scan,
            Index index,
            Tombstones tombstones,
            Removal removal,
            Recording recording,
            Passes passes,
            Clock clock,
            MeterRegistry metrics) {
        this.metrics = metrics;
        var rewriting = new Rewriting(catalog, visitors, index, tombstones, removal, clock, tally);
        this.passer = new Passer(catalog, scan, rewriting, passes, recording::waiting);
    }

    void start(@Observes StartupEvent started) {
        Gauge.builder("tern.index.pass.progress", passer, Passer::share)
                .description("How far the pass is that brings lists up to date; 1 where all are")
                .register(metrics);
        count("current", tally.current);
        count("rewritten", tally.rewritten);
        count("raced", tally.raced);
        count("skipped", tally.skipped);
        var _ = thread.scheduleWithFixedDelay(this::work, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Before what it writes through stops. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent stopping)
            throws InterruptedException {
        passer.stop();
        thread.shutdown();
        if (!thread.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            Log.info(
                    "A step of the pass over the index is still under way; another pod or the next start goes on from it");
        }
    }

    private void count(String outcome, LongAdder count) {
        FunctionCounter.builder("tern.index.pass.records", count, LongAdder::sum)
                .tag("outcome", outcome)
                .description("Records that passes over the index read here, by what became of them")
                .register(metrics);
    }

    private void work() {
        try {
            passer.work();
        } catch (RedisAwayException away) {
            Log.debug("Redis is away: the pass over the index goes on later");
        } catch (RuntimeException bug) {
            Log.error("The pass over the index failed; it is tried again", bug);
        }
    }
}
