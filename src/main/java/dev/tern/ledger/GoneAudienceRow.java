package dev.tern.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** That an audience is no more, in SQL, where a trigger of the audience's table notes it. */
@Entity
@Table(name = "gone_audience")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class GoneAudienceRow extends PanacheEntityBase {
    @Id
    public long serial;

    public long site;
    public Instant gone;
    public @Nullable String removedIn;

    /** At most so many of those of which a process of Redis may still have something. */
    static List<GoneAudienceRow> leftIn(String process, int limit) {
        return GoneAudienceRow.<GoneAudienceRow>find("removedIn is null or removedIn != ?1 order by serial", process)
                .page(Page.ofSize(limit))
                .list();
    }
}
