package dev.tern.sql;

import dev.tern.surface.Surface;
import dev.tern.surface.Surfaces;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date as soon as PostgreSQL is there, or waits until somebody else has done so. Tern starts without waiting
 * for that, and asks for nothing where this pod defines nothing.
 */
@Singleton
final class Migration {
    /** Long enough for a PostgreSQL that is there, so that the first request finds its tables. */
    private static final int START_SECONDS_MAX = 5;

    private static final int AWAY_RETRY_SECONDS = 1;
    private static final int FAULT_RETRY_SECONDS = 30;

    private final Flyway flyway;
    private final SqlConfig config;
    private final Surfaces surfaces;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("migration").factory());
    private volatile boolean done;

    Migration(Flyway flyway, SqlConfig config, Surfaces surfaces) {
        this.flyway = flyway;
        this.config = config;
        this.surfaces = surfaces;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent started)
            throws InterruptedException {
        if (!surfaces.serves(Surface.CONTROL)) {
            return;
        }
        thread.execute(this::migrate);
        if (!tried.await(START_SECONDS_MAX, TimeUnit.SECONDS)) {
            Log.info("PostgreSQL takes its time: definitions can't change yet");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    boolean isDone() {
        return done;
    }

    private void migrate() {
        try {
            if (config.migrate()) {
                flyway.migrate();
            } else if (flyway.info().pending().length > 0) {
                Log.debug("The schema is not up to date yet: definitions can't change");
                retryIn(AWAY_RETRY_SECONDS);
                return;
            }
            done = true;
            thread.shutdown();
        } catch (RuntimeException failure) {
            if (Database.isAway(failure)) {
                Log.debug("PostgreSQL is away: definitions can't change yet");
                retryIn(AWAY_RETRY_SECONDS);
            } else {
                Log.error("The schema could not be brought up to date: definitions can't change", failure);
                retryIn(FAULT_RETRY_SECONDS);
            }
        } finally {
            tried.countDown();
        }
    }

    private void retryIn(int seconds) {
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::migrate, seconds, TimeUnit.SECONDS);
        }
    }
}
