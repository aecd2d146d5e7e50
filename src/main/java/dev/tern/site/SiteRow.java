package dev.tern.site;

import dev.tern.SiteId;
import dev.tern.catalog.SiteSettings;
import dev.tern.consent.Policy;
import dev.tern.consent.Regions;
import dev.tern.consent.Terms;
import dev.tern.rule.Sensitive;
import dev.tern.rule.Window;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A site in SQL. */
@Entity
@Table(name = "site")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class SiteRow extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long serial;

    public String id;
    public String name;
    public List<String> domains;
    public String timeZone;
    public String consent;
    public @Nullable String cookieDomain;
    public @Nullable Integer tcfVendorId;
    public @Nullable String regionHeader;
    public List<String> requiredIn;
    public List<String> optOutIn;
    public List<String> sensitivePatterns;
    public @Nullable String legalBasis;
    public int minimumAudienceSize;
    public @Nullable String maximumRetention;
    public long version;
    public long settingsVersion;
    public int nextTrait;
    public Instant created;
    public Instant changed;
    public @Nullable Instant published;

    static Optional<SiteRow> named(SiteId id) {
        return find("id", id.value()).firstResultOptional();
    }

    static SiteRow create(SiteId id, Instant now) {
        SiteRow row = new SiteRow();
        row.id = id.value();
        row.sensitivePatterns = List.of();
        row.created = now;
        return row;
    }

    void apply(Sensitive sensitive) {
        sensitivePatterns = sensitive.patterns();
        legalBasis = sensitive.legalBasis().orElse(null);
    }

    Sensitive sensitive() {
        return new Sensitive(sensitivePatterns, Optional.ofNullable(legalBasis));
    }

    void apply(SiteSettings settings, Instant now) {
        name = settings.name();
        domains = settings.domains();
        timeZone = settings.timeZone().getId();
        apply(settings.consent());
        cookieDomain = settings.cookieDomain().orElse(null);
        minimumAudienceSize = settings.minimumAudienceSize();
        maximumRetention = settings.maximumRetention().map(Window::toString).orElse(null);
        version++;
        settingsVersion = version;
        changed = now;
    }

    private void apply(Terms terms) {
        consent = terms.policy().text();
        tcfVendorId = terms.tcfVendorId().isPresent() ? terms.tcfVendorId().getAsInt() : null;
        regionHeader = terms.regions().map(Regions::header).orElse(null);
        requiredIn = sorted(terms.regions().map(Regions::required).orElse(Set.of()));
        optOutIn = sorted(terms.regions().map(Regions::optOut).orElse(Set.of()));
    }

    private static List<String> sorted(Set<String> regions) {
        return regions.stream().sorted().toList();
    }

    private Terms terms() {
        return new Terms(
                Policy.parse(consent).orElseThrow(),
                Optional.ofNullable(regionHeader)
                        .map(header -> new Regions(header, Set.copyOf(requiredIn), Set.copyOf(optOutIn))),
                tcfVendorId == null ? OptionalInt.empty() : OptionalInt.of(tcfVendorId));
    }

    SiteSettings settings() {
        return new SiteSettings(
                name,
                domains,
                ZoneId.of(timeZone),
                terms(),
                Optional.ofNullable(cookieDomain),
                minimumAudienceSize,
                retention());
    }

    Optional<Window> retention() {
        return Optional.ofNullable(maximumRetention)
                .flatMap(Window::parseMillis)
                .map(Window::new);
    }

    String tag() {
        return Preconditions.tag(serial, settingsVersion);
    }
}
