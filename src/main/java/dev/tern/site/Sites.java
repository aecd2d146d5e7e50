package dev.tern.site;

import dev.tern.SiteId;
import dev.tern.problem.HttpProblem;
import dev.tern.rule.Sensitive;
import dev.tern.rule.Window;
import dev.tern.sql.Database;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The sites as their owners define them. What changes one has gone live, where Redis allows, when it returns. */
@Singleton
public final class Sites {
    private final Database database;
    private final Event<SiteChanged> changes;
    private final Event<SettingsChanging> settingsChanges;

    Sites(Database database, Event<SiteChanged> changes, Event<SettingsChanging> settingsChanges) {
        this.database = database;
        this.changes = changes;
        this.settingsChanges = settingsChanges;
    }

    /** @param created rather than replaced */
    record Put(SiteRow row, boolean created) {}

    /**
     * Answers a question about what belongs to the site, given its serial, in a transaction.
     *
     * @throws HttpProblem 404 where there is no such site
     */
    public <T> T read(SiteId id, LongFunction<T> question) {
        return database.transact(() -> question.apply(require(id).serial));
    }

    /**
     * Which rules of the site are sensitive, and whether it may have such.
     *
     * @throws HttpProblem 404 where there is no such site
     */
    public Sensitive sensitive(SiteId id) {
        return database.transact(() -> require(id).sensitive());
    }

    /** How long after a visitor's latest event everything of the visitor is forgotten. */
    public Optional<Window> retention(SiteId id) {
        return database.transact(() -> require(id).retention());
    }

    /**
     * Changes something of the site in a transaction, and gives it its next version.
     *
     * @throws HttpProblem 404 where there is no such site
     */
    public <T> T change(SiteId id, Function<SiteChange, T> change) {
        T answer = database.transact(() -> {
            database.lock(id.value());
            SiteRow row = require(id);
            row.version++;
            return change.apply(new SiteChange(row));
        });
        changes.fire(new SiteChanged(id));
        return answer;
    }

    SiteRow get(SiteId id) {
        return database.transact(() -> require(id));
    }

    /** At most so many of those that come after a name, in the order of their names. */
    List<SiteRow> after(String id, int limit) {
        return database.transact(() -> SiteRow.<SiteRow>find("id > ?1 order by id", id)
                .page(Page.ofSize(limit))
                .list());
    }

    Put put(SiteId id, SiteBody body, Preconditions preconditions, boolean mayCreate) {
        Put put = database.transact(() -> {
            database.lock(id.value());
            Instant now = Instant.now();
            Optional<SiteRow> found = SiteRow.named(id);
            if (found.isEmpty() && !mayCreate) {
                throw new HttpProblem(Status.FORBIDDEN, "A key of a site makes no sites");
            }
            preconditions.require(found.map(SiteRow::tag));
            SiteRow row = found.orElseGet(() -> SiteRow.create(id, now));
            Sensitive sensitiveBefore = row.sensitive();
            Optional<Window> retentionBefore = row.retention();
            row.apply(body.settings(), now);
            row.apply(body.sensitive());
            row.persistAndFlush();
            settingsChanges.fire(new SettingsChanging(new SiteChange(row), sensitiveBefore, retentionBefore));
            Audit.legalBasis(
                    row.serial, sensitiveBefore.legalBasis(), body.sensitive().legalBasis());
            return new Put(row, found.isEmpty());
        });
        changes.fire(new SiteChanged(id));
        return put;
    }

    void delete(SiteId id, Preconditions preconditions) {
        database.transact(() -> {
            database.lock(id.value());
            SiteRow row = require(id);
            preconditions.require(Optional.of(row.tag()));
            DeletedSiteRow.of(row).persist();
            row.delete();
            return row;
        });
        changes.fire(new SiteChanged(id));
    }

    private static SiteRow require(SiteId id) {
        return SiteRow.named(id).orElseThrow(Sites::unknown);
    }

    /** The refusal of a site that is not there. */
    public static HttpProblem unknown() {
        return HttpProblem.notFound("No such site");
    }
}
