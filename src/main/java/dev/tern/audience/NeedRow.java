package dev.tern.audience;

import dev.tern.timeline.Need;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** What one audience needs of one trait, in SQL. Another audience's answers may rest on it. */
@Entity
@Table(name = "need")
@IdClass(NeedRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class NeedRow extends PanacheEntityBase {
    @Id
    public long audience;

    @Id
    public int trait;

    public long site;
    public int threshold;
    public long windowMillis;
    public long reachMillis;
    public Instant since;

    record Key(long audience, int trait) {}

    /** That of an audience that is yet to be saved. */
    static NeedRow of(int trait, Need need, Instant since) {
        NeedRow row = new NeedRow();
        row.trait = trait;
        row.threshold = threshold(need);
        row.windowMillis = windowMillis(need);
        row.reachMillis = need.reachMillis();
        row.since = since;
        return row;
    }

    /** The largest count that is told from fewer; 0 where nothing is counted. */
    static int threshold(Need need) {
        return need instanceof Need.Count count ? count.threshold() : 0;
    }

    /** The shortest window asked; 0 where the trait keeps what needs none. */
    static long windowMillis(Need need) {
        return switch (need) {
            case Need.Count count -> count.windowMillis();
            case Need.Days days -> days.windowMillis();
            case Need.Sum _, Need.Chain _ -> 0;
        };
    }

    static void deleteOf(AudienceRow audience) {
        delete("audience", audience.serial);
    }
}
