package dev.tern.audience;

import dev.tern.catalog.Publication;
import dev.tern.redis.RedisAwayException;
import dev.tern.site.SitePublications;
import dev.tern.sql.DatabaseAwayException;
import dev.tern.surface.Surface;
import dev.tern.surface.Surfaces;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes whatever differs between SQL and Redis, every second: what was saved while Redis was away, what a crash kept
 * from being published, everything after Redis was flushed, and each site once a day so that nothing expires.
 */
@Singleton
final class Reconciliation {
    private static final int LOOK_SECONDS = 1;
    private static final int STOP_SECONDS_MAX = 2;

    private final SitePublications sites;
    private final Publication publication;
    private final Publisher publisher;
    private final Surfaces surfaces;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciliation").factory());

    /** Told once, by the one thread that looks. */
    private boolean away = false;

    Reconciliation(SitePublications sites, Publication publication, Publisher publisher, Surfaces surfaces) {
        this.sites = sites;
        this.publication = publication;
        this.publisher = publisher;
        this.surfaces = surfaces;
    }

    void start(@Observes StartupEvent started) {
        if (surfaces.serves(Surface.CONTROL)) {
            var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Before what it publishes through stops. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent stopping)
            throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            Log.info("A publication is still under way; another pod or the next start will see to it");
        }
    }

    private void look() {
        try {
            compare();
            if (away) {
                away = false;
                Log.info("PostgreSQL and Redis are back: what was defined goes live");
            }
        } catch (RedisAwayException | DatabaseAwayException e) {
            if (!away) {
                away = true;
                Log.warnf("%s: what is defined can't go live until it is back", e.getMessage());
            }
        } catch (RuntimeException bug) {
            Log.error("What is published could not be compared with what is defined", bug);
        }
    }

    private void compare() {
        Map<String, String> published = publication.versions();
        sites.states().stream()
                .filter(state -> state.due()
                        || !isPublished(state, published.get(state.site().value())))
                .forEach(state -> publisher.tryToPublish(state.site()));
    }

    private static boolean isPublished(SitePublications.State state, @Nullable String published) {
        return published != null
                && state.version().map(published::equals).orElseGet(() -> Publication.isGone(published));
    }
}
