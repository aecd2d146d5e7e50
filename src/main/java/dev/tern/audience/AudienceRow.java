package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.json.Json;
import dev.tern.rule.References;
import dev.tern.site.Preconditions;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An audience in SQL. */
@Entity
@Table(name = "audience")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class AudienceRow extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long serial;

    public long site;
    public String id;
    public String definition;
    public List<Integer> traits;
    public List<String> names;
    public int rules;
    public Instant completeFrom;
    public long version;
    public Instant created;
    public Instant changed;

    static Optional<AudienceRow> of(long site, AudienceId id) {
        return find("site = ?1 and id = ?2", site, id.value()).firstResultOptional();
    }

    static List<AudienceRow> of(long site) {
        return list("site = ?1 order by id", site);
    }

    static List<AudienceRow> of(long site, Collection<AudienceId> ids) {
        return list(
                "site = ?1 and id in ?2",
                site,
                ids.stream().map(AudienceId::value).toList());
    }

    /** Those that name others. */
    static List<AudienceRow> naming(long site) {
        return list("site = ?1 and array_length(names) > 0", site);
    }

    static AudienceRow create(long site, AudienceId id, Instant now) {
        AudienceRow row = new AudienceRow();
        row.site = site;
        row.id = id.value();
        row.created = now;
        return row;
    }

    /** What it is to those that name it. */
    References.Node node() {
        return new References.Node(names.stream().map(AudienceId::new).toList(), rules);
    }

    JsonNode definition() {
        return Json.parse(definition.getBytes(StandardCharsets.UTF_8));
    }

    String tag() {
        return Preconditions.tag(serial, version);
    }
}
