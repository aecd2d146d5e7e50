package dev.tern.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.problem.HttpProblem;
import dev.tern.rule.Definition;
import dev.tern.site.Limits;
import dev.tern.site.PageRequest;
import dev.tern.site.Preconditions;
import dev.tern.site.Sites;
import io.quarkus.panache.common.Page;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audiences of sites as their owners define them. */
@Singleton
final class Audiences {
    private final Sites sites;
    private final Traits traits;

    Audiences(Sites sites, Traits traits) {
        this.sites = sites;
        this.traits = traits;
    }

    /** @param created rather than replaced */
    record Put(AudienceRow row, boolean created) {}

    AudienceRow get(SiteId site, AudienceId id) {
        return sites.read(site, serial -> require(serial, id));
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
            Instant now = Instant.now();
            Optional<AudienceRow> found = AudienceRow.of(change.serial(), id);
            preconditions.require(found.map(AudienceRow::tag));
            if (found.isEmpty() && AudienceRow.count("site", change.serial()) >= Limits.AUDIENCES_MAX) {
                throw new HttpProblem(Status.CONFLICT, "At most %d audiences a site".formatted(Limits.AUDIENCES_MAX));
            }
            AudienceRow row = found.orElseGet(() -> AudienceRow.create(change.serial(), id, now));
            row.definition = body.toString();
            row.traits = traits.numbers(change, definition.rule().traits(), now);
            row.version = change.version();
            row.changed = now;
            row.persist();
            return new Put(row, found.isEmpty());
        });
    }

    void delete(SiteId site, AudienceId id, Preconditions preconditions) {
        sites.change(site, change -> {
            AudienceRow row = require(change.serial(), id);
            preconditions.require(Optional.of(row.tag()));
            row.delete();
            return row;
        });
    }

    private static AudienceRow require(long site, AudienceId id) {
        return AudienceRow.of(site, id).orElseThrow(Audiences::unknown);
    }

    static HttpProblem unknown() {
        return HttpProblem.notFound("No such audience");
    }
}
