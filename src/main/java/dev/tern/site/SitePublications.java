package dev.tern.site;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import dev.tern.access.KeyHashes;
import dev.tern.catalog.Publication;
import dev.tern.catalog.Snapshot;
import dev.tern.sql.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** What ought to be published of each site. */
@Singleton
public final class SitePublications {
    private static final String STATES = """
            SELECT id, serial, version, published IS NULL OR published < now() - interval '1 day'
                    OR serial IN (SELECT site FROM api_key WHERE hash NOT LIKE 'hmac-sha256:%') FROM site
            UNION ALL
            SELECT DISTINCT id, CAST(NULL AS bigint), CAST(NULL AS bigint), false FROM deleted_site
            WHERE id NOT IN (SELECT id FROM site)
            """;

    private final Database database;
    private final Session entities;
    private final KeyHashes hashes;

    SitePublications(Database database, Session entities, KeyHashes hashes) {
        this.database = database;
        this.entities = entities;
        this.hashes = hashes;
    }

    /**
     * What ought to be published of a site.
     *
     * @param version as {@link Publication#versionOf} writes it; absent where the site is deleted
     * @param due to be published anew even where it is published: so that it does not expire, or since a hash of its keys is not keyed
     */
    public record State(SiteId site, Optional<String> version, boolean due) {
        public State {
            requireNonNull(site, "site");
            requireNonNull(version, "version");
        }
    }

    /** That of every site, deleted ones included. */
    public List<State> states() {
        return database.transact(() -> entities.createNativeQuery(STATES, Object[].class)
                .getResultStream()
                .map(SitePublications::state)
                .toList());
    }

    /** Those of keys that were issued before hashes were keyed. */
    private void keyHashesOfBefore(SiteRow site) {
        for (KeyRow key : KeyRow.of(site.serial)) {
            if (!KeyHashes.isKeyed(key.hash)) {
                key.hash = hashes.ofPlain(key.hash);
                site.version++;
            }
        }
    }

    private static State state(Object[] row) {
        SiteId id = new SiteId((String) row[0]);
        return row[1] == null
                ? new State(id, Optional.empty(), false)
                : new State(id, Optional.of(Publication.versionOf((long) row[1], (long) row[2])), (boolean) row[3]);
    }

    /**
     * Everything but its audiences and traits, where there is such a site, and notes that it gets published. Until
     * the transaction that this is called in has ended, the site stays as it is, and nobody else gets this far.
     */
    public Optional<Snapshot> take(SiteId id) {
        database.lock(id.value());
        Optional<SiteRow> site = SiteRow.named(id);
        site.ifPresent(row -> {
            row.published = Instant.now();
            keyHashesOfBefore(row);
        });
        return site.map(row -> new Snapshot(
                id,
                row.serial,
                row.version,
                row.settings(),
                KeyRow.of(row.serial).stream().map(KeyRow::key).toList(),
                List.of(),
                List.of()));
    }
}
