package dev.tern.privacy;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.matching.RuleSet;
import dev.tern.membership.Explanation;
import dev.tern.timeline.History;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.VisitorRecord;
import java.util.Optional;

/** A visitor as a site knows it at an instant. */
record Dossier(
        LiveSite site, VisitorId visitor, Optional<VisitorRecord> record, Optional<Tombstone> gone, long atMillis) {
    Dossier {
        requireNonNull(site, "site");
        requireNonNull(visitor, "visitor");
        requireNonNull(record, "record");
        requireNonNull(gone, "gone");
    }

    Held held() {
        return Held.of(site, visitor.text(), record, gone, atMillis);
    }

    Explanation explanation(RuleSet.Audience audience) {
        History history = record.map(VisitorRecord::history).orElse(History.EMPTY);
        return Explanation.of(visitor.text(), audience, site.rules().site(), history, atMillis);
    }
}
