package dev.tern.site;

import dev.tern.catalog.Scope;
import dev.tern.catalog.Snapshot;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An API key in SQL, by its hash. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class KeyRow extends PanacheEntityBase {
    @Id
    public String id;

    public long site;
    public String name;

    /** As {@link dev.tern.access.KeyHashes} makes it; SHA-256 in hexadecimal where it was made before that. */
    public String hash;

    public List<String> scopes;
    public Instant created;

    static List<KeyRow> of(long site) {
        return list("site = ?1 order by created, id", site);
    }

    static Optional<KeyRow> of(long site, String id) {
        return find("site = ?1 and id = ?2", site, id).firstResultOptional();
    }

    Snapshot.Key key() {
        return new Snapshot.Key(
                id,
                hash,
                scopes.stream().map(scope -> Scope.parse(scope).orElseThrow()).collect(Collectors.toSet()));
    }
}
