package dev.tern.audience;

import dev.tern.catalog.Publication;
import dev.tern.redis.RedisAwayException;
import dev.tern.site.SitePublications;
import dev.tern.sql.DatabaseAwayException;
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
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciliation").factory());

    Reconciliation(SitePublications sites, Publication publication, Publisher publisher) {
        this.sites = sites;
        this.publication = publication;
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent started) {
        var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
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
            Map<String, String> published = publication.versions();
            sites.states().stream()
                    .filter(state -> state.due()
                            || !isPublished(state, published.get(state.site().value())))
                    .forEach(state -> publisher.tryToPublish(state.site()));
        } catch (RedisAwayException | DatabaseAwayException away) {
            Log.debug(away.getMessage());
        } catch (RuntimeException bug) {
            Log.error("What is published could not be compared with what is defined", bug);
        }
    }

    private static boolean isPublished(SitePublications.State state, @Nullable String published) {
        return published != null
                && state.version().map(published::equals).orElseGet(() -> Publication.isGone(published));
    }
}
