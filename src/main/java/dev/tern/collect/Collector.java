package dev.tern.collect;

import static java.util.Objects.requireNonNull;

import dev.tern.Event;
import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.matching.Match;
import dev.tern.recording.Recording;
import dev.tern.visitor.Lineage;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What happens to an event whose visitor and consent are known: which traits it counts for, and into the journal. */
@Singleton
final class Collector {
    private final Recording recording;
    private final HitMetrics metrics;

    Collector(Recording recording, HitMetrics metrics) {
        this.recording = recording;
        this.metrics = metrics;
    }

    /** @param receipt of what went into the journal: also of what only tells when and under which consent the visitor was here last */
    record Collected(Outcome outcome, Optional<Recording.Receipt> receipt) {
        Collected {
            requireNonNull(outcome, "outcome");
            requireNonNull(receipt, "receipt");
        }

        private static Collected nothing(Outcome outcome) {
            return new Collected(outcome, Optional.empty());
        }
    }

    /** Collects the event, and counts what became of it. */
    Collected collect(LiveSite site, VisitorId visitor, Event event, Lineage lineage, long nowMillis) {
        Collected collected = collected(site, visitor, event, lineage, nowMillis);
        metrics.count(collected.outcome);
        return collected;
    }

    private Collected collected(LiveSite site, VisitorId visitor, Event event, Lineage lineage, long nowMillis) {
        if (event.timeMillis() < nowMillis - EventLimits.LATE_MAX.toMillis()) {
            return Collected.nothing(Outcome.TOO_OLD);
        }
        if (event.timeMillis() > nowMillis + EventLimits.EARLY_MAX.toMillis()) {
            return Collected.nothing(Outcome.TOO_EARLY);
        }
        Match match = site.rules().match(event);
        if (match.isEmpty() && !lineage.ground().speaksOfUse() && !site.rules().dependsOnLatest()) {
            return Collected.nothing(Outcome.UNASKED);
        }
        Optional<Recording.Receipt> receipt = recording.keep(site, visitor, event, lineage, match);
        if (receipt.isEmpty()) {
            return Collected.nothing(Outcome.DROPPED);
        }
        return new Collected(match.isEmpty() ? Outcome.UNASKED : Outcome.ACCEPTED, receipt);
    }
}
