package dev.tern.membership;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
import dev.tern.matching.RuleSet;
import dev.tern.timeline.Timeline;
import dev.tern.visitor.VisitorRecord;
import java.util.Optional;

/** That a visitor is in an audience, from an instant on and until another, in milliseconds since 1970 UTC. */
public record Membership(AudienceId audience, long fromMillis, long untilMillis) {
    public Membership {
        requireNonNull(audience, "audience");
    }

    /** The membership that holds at the instant, if nothing more happens. */
    static Optional<Membership> of(RuleSet.Audience audience, VisitorRecord record, long atMillis) {
        Timeline timeline = audience.plan().timeline(record.history(), record.latestMillis());
        int interval = timeline.at(atMillis);
        return interval < 0
                ? Optional.empty()
                : Optional.of(new Membership(audience.id(), timeline.from(interval), timeline.until(interval)));
    }
}
