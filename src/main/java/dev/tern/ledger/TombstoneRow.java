package dev.tern.ledger;

import dev.tern.visitor.Gone;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** That a visitor is gone, in SQL. */
@Entity
@Table(name = "tombstone")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class TombstoneRow extends PanacheEntityBase {
    @Id
    public String name;

    public String why;
    public Instant since;

    /** At most so many of those that come after a name, in the order of their names. */
    static List<TombstoneRow> after(String name, Instant since, int limit) {
        return TombstoneRow.<TombstoneRow>find("name > ?1 and since > ?2 order by name", name, since)
                .page(Page.ofSize(limit))
                .list();
    }

    Gone gone() {
        return Gone.of(name, why, since)
                .orElseThrow(() -> new IllegalStateException("The ledger holds a line that is none"));
    }
}
