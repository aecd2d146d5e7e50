package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.problem.HttpProblem;
import dev.tern.rule.Definition;
import dev.tern.rule.References;
import dev.tern.rule.Sensitive;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.site.Limits;
import dev.tern.site.PageRequest;
import dev.tern.site.Preconditions;
import dev.tern.site.SettingsChanging;
import dev.tern.site.SiteChange;
import dev.tern.site.Sites;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The audiences of sites as their owners define them. */
@Singleton
final class Audiences {
    private final Sites sites;
    private final Traits traits;
    private final Drafts drafts;

    Audiences(Sites sites, Traits traits, Drafts drafts) {
        this.sites = sites;
        this.traits = traits;
        this.drafts = drafts;
    }

    /** @param created rather than replaced */
    record Put(AudienceRow row, boolean created) {}

    AudienceRow get(SiteId site, AudienceId id) {
        return sites.read(site, serial -> require(serial, id));
    }

    /** How long after a visitor's latest event everything of the visitor is forgotten. */
    Optional<Window> retention(SiteId site) {
        return sites.retention(site);
    }

    /** Those of the page and, where there are more, one more, in the order of their IDs. */
    List<AudienceRow> after(SiteId site, PageRequest page) {
        return sites.read(
                site, serial -> AudienceRow.<AudienceRow>find("site = ?1 and id > ?2 order by id", serial, page.after())
                        .page(Page.ofSize(page.limit() + 1))
                        .list());
    }

    Put put(SiteId site, AudienceId id, JsonNode body, Definition definition, Preconditions preconditions) {
        return sites.change(site, change -> {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Optional<AudienceRow> found = AudienceRow.of(change.serial(), id);
            preconditions.require(found.map(AudienceRow::tag));
            requireRoom(change.serial(), found);
            Map<AudienceId, References.Node> naming = Drafts.naming(change.serial());
            Drafts.requireReferences(change.serial(), Optional.of(id), definition, naming);
            requireAllowed(change.sensitive(), body).ifPresent(sensitive -> change.note(id, sensitive));
            AudienceRow row = found.orElseGet(() -> AudienceRow.create(change.serial(), id, now));
            row.definition = body.toString();
            row.version = change.version();
            row.changed = now;
            apply(row, change, definition, now);
            leadingTo(change.serial(), id, naming)
                    .forEach(other -> apply(other, change, Definition.read(other.definition()), now));
            return new Put(row, found.isEmpty());
        });
    }

    /**
     * What putting the definition would bring.
     *
     * @param definition cut to the site's retention
     */
    Draft check(SiteId site, Optional<AudienceId> id, JsonNode body, Definition definition) {
        var _ = requireAllowed(sites.sensitive(site), body);
        return sites.read(site, serial -> {
            requireRoom(serial, id.flatMap(known -> AudienceRow.of(serial, known)));
            Drafts.requireReferences(serial, id, definition, Drafts.naming(serial));
            return drafts.draft(
                    serial,
                    definition,
                    asked -> numbered(serial, asked),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS));
        });
    }

    private Map<Trait, Integer> numbered(long site, Collection<Trait> asked) {
        Map<Trait, Integer> numbers = new HashMap<>(traits.known(site, asked));
        int unknown = Integer.MAX_VALUE;
        for (Trait trait : asked) {
            if (numbers.putIfAbsent(trait, unknown) == null) {
                unknown--;
            }
        }
        return numbers;
    }

    /** Of all audiences, since the past that they may ask about is another one from now on. */
    void follow(@Observes SettingsChanging settings) {
        SiteChange change = settings.change();
        if (!change.retention().equals(settings.retentionBefore())) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            for (AudienceRow row : AudienceRow.of(change.serial())) {
                row.version = change.version();
                apply(row, change, Definition.read(row.definition()), now);
            }
        }
    }

    /** Writes what follows from the definition. */
    private void apply(AudienceRow row, SiteChange change, Definition definition, Instant now) {
        Definition cut = definition.cutTo(change.retention());
        Draft draft = drafts.draft(change.serial(), cut, asked -> traits.numbered(change, asked), now);
        References.Node node = References.Node.of(definition.rule());
        row.names = node.names().stream().map(AudienceId::value).toList();
        row.rules = node.rules();
        row.completeFrom = draft.completeFrom();
        Set<Trait> own = Set.copyOf(definition.rule().traits());
        row.traits = draft.asked().stream()
                .filter(asked -> own.contains(asked.trait()))
                .map(Draft.Asked::number)
                .sorted()
                .toList();
        row.persistAndFlush();
        NeedRow.deleteOf(row);
        for (Draft.Asked asked : draft.asked()) {
            NeedRow need =
                    NeedRow.of(asked.number(), asked.need(), asked.since().orElse(now));
            need.audience = row.serial;
            need.site = row.site;
            need.persist();
        }
    }

    void delete(SiteId site, AudienceId id, Preconditions preconditions) {
        sites.change(site, change -> {
            AudienceRow row = require(change.serial(), id);
            preconditions.require(Optional.of(row.tag()));
            List<AudienceRow> others = leadingTo(change.serial(), id, Drafts.naming(change.serial()));
            if (!others.isEmpty()) {
                String names = others.stream().map(other -> other.id).collect(Collectors.joining(", "));
                throw new HttpProblem(Status.CONFLICT, "Other audiences are defined by this one: " + names);
            }
            row.delete();
            return row;
        });
    }

    private static List<AudienceRow> leadingTo(long site, AudienceId id, Map<AudienceId, References.Node> naming) {
        Set<AudienceId> others = References.leadingTo(id, naming);
        return others.isEmpty() ? List.of() : AudienceRow.of(site, others);
    }

    /** What is sensitive in a definition that the site may have. */
    private static Optional<Sensitive.Found> requireAllowed(Sensitive sensitive, JsonNode body) {
        Optional<Sensitive.Found> found = sensitive.in(body);
        if (found.isPresent() && sensitive.legalBasis().isEmpty()) {
            throw found.get().refusal();
        }
        return found;
    }

    private static void requireRoom(long site, Optional<AudienceRow> found) {
        if (found.isEmpty() && AudienceRow.count("site", site) >= Limits.AUDIENCES_MAX) {
            throw new HttpProblem(Status.CONFLICT, "At most %d audiences a site".formatted(Limits.AUDIENCES_MAX));
        }
    }

    private static AudienceRow require(long site, AudienceId id) {
        return AudienceRow.of(site, id).orElseThrow(Audiences::unknown);
    }

    static HttpProblem unknown() {
        return HttpProblem.notFound("No such audience");
    }
}
