package dev.tern.audience;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;

/** A trait that some rule of a site asks about, or once did, in SQL. */
@Entity
@Table(name = "trait")
@IdClass(TraitRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class TraitRow extends PanacheEntityBase {
    @Id
    public long site;

    @Id
    public int number;

    public String condition;
    public String hash;

    record Key(long site, int number) {}

    static List<TraitRow> byHash(long site, Collection<String> hashes) {
        return list("site = ?1 and hash in ?2", site, hashes);
    }
}
