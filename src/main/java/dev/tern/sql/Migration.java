package dev.tern.sql;

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

/** Brings the schema up to date as soon as PostgreSQL is there. Tern starts without waiting for that. */
@Singleton
final class Migration {
    /** Long enough for a PostgreSQL that is there, so that the first request finds its tables. */
    private static final int START_SECONDS_MAX = 5;

    private static final int AWAY_RETRY_SECONDS = 1;
    private static final int FAULT_RETRY_SECONDS = 30;

    private final Flyway flyway;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("migration").factory());
    private volatile boolean done;

    Migration(Flyway flyway) {
        this.flyway = flyway;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent started)
            throws InterruptedException {
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
            flyway.migrate();
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
