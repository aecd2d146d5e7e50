package dev.tern.site;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That a site was deleted, in SQL. */
@Entity
@Table(name = "deleted_site")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class DeletedSiteRow extends PanacheEntityBase {
    @Id
    public long serial;

    public String id;
    public Instant deleted;

    static DeletedSiteRow of(SiteRow site) {
        DeletedSiteRow row = new DeletedSiteRow();
        row.serial = site.serial;
        row.id = site.id;
        row.deleted = Instant.now();
        return row;
    }
}
