package dev.tern.site;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** An entry of a site's audit log in SQL. */
@Entity
@Table(name = "audit")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class AuditRow extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long id;

    public long site;
    public Instant time;
    public String action;
    public String detail;

    /** At most so many of those that come after one. */
    static List<AuditRow> after(long site, long id, int limit) {
        return AuditRow.<AuditRow>find("site = ?1 and id > ?2 order by id", site, id)
                .page(Page.ofSize(limit))
                .list();
    }
}
