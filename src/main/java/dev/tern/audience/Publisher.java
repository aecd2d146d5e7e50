package dev.tern.audience;

import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.catalog.Publication;
import dev.tern.catalog.Snapshot;
import dev.tern.redis.RedisAwayException;
import dev.tern.site.SiteChanged;
import dev.tern.site.SitePublications;
import dev.tern.sql.Database;
import dev.tern.sql.DatabaseAwayException;
import io.quarkus.logging.Log;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Brings what SQL says of a site into Redis, whatever that is by then.
 *
 * <p>All of it happens under the lock that every change of the site takes, so that nothing older can follow something
 * newer, nor a withdrawal the site that was made anew.
 */
@Singleton
final class Publisher {
    private final Database database;
    private final SitePublications sites;
    private final Traits traits;
    private final Publication publication;

    Publisher(Database database, SitePublications sites, Traits traits, Publication publication) {
        this.database = database;
        this.sites = sites;
        this.traits = traits;
        this.publication = publication;
    }

    /** The change stands already; where it can't go live now, {@link Reconciliation} sees to it later. */
    void publish(@Observes SiteChanged change) {
        tryToPublish(change.site());
    }

    void tryToPublish(SiteId site) {
        try {
            publish(site);
        } catch (RedisAwayException | DatabaseAwayException away) {
            Log.debugf("Site %s goes live later: %s", site, away.getMessage());
        } catch (RuntimeException bug) {
            Log.errorf(bug, "Site %s could not be published", site);
        }
    }

    private void publish(SiteId site) {
        database.transact(() -> {
            Optional<Snapshot> snapshot = sites.take(site).map(this::completed);
            snapshot.ifPresentOrElse(publication::publish, () -> publication.withdraw(site));
            return snapshot;
        });
    }

    private Snapshot completed(Snapshot site) {
        List<Snapshot.Audience> audiences = AudienceRow.of(site.serial()).stream()
                .map(row -> new Snapshot.Audience(new AudienceId(row.id), row.serial, row.definition()))
                .toList();
        return new Snapshot(
                site.id(),
                site.serial(),
                site.version(),
                site.settings(),
                site.keys(),
                traits.of(site.serial()),
                audiences);
    }
}
