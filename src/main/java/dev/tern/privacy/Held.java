package dev.tern.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tern.catalog.LiveSite;
import dev.tern.matching.RuleSet;
import dev.tern.membership.Membership;
import dev.tern.membership.Memberships;
import dev.tern.membership.Seen;
import dev.tern.rule.Trait;
import dev.tern.timeline.History;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.VisitorRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is held of a visitor, in words.
 *
 * @param gone why nothing is held or taken any more; absent for whoever was not removed
 * @param consent under which it is held; absent where nothing is
 * @param lastEvent the time of the latest event; absent where nothing is held
 * @param until when the last of it is forgotten, if nothing more happens
 * @param audiences where the visitor is now
 * @param kept what is remembered of what the visitor did
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record Held(
        String visitor,
        Instant at,
        @Nullable String gone,
        @Nullable Consent consent,
        @Nullable Instant lastEvent,
        @Nullable Instant until,
        List<Belonging> audiences,
        List<Kept> kept) {
    private static final String FADING = "something that no audience asks about any more";

    /**
     * A consent.
     *
     * @param ground what told it
     * @param use whether it covers the use for advertising
     */
    @RegisterForReflection
    record Consent(String ground, boolean use) {
        static Consent of(Lineage lineage) {
            return new Consent(lineage.ground().name().toLowerCase(Locale.ROOT), lineage.use());
        }
    }

    /** That the visitor is in an audience, and what that audience is. */
    @RegisterForReflection
    record Belonging(String id, String name, String description, Instant from, Instant until) {}

    /** Some events that count for the same. */
    @RegisterForReflection
    record Kept(String what, List<Seen> events) {}

    static Held of(
            LiveSite site, String visitor, Optional<VisitorRecord> record, Optional<Tombstone> gone, long atMillis) {
        RuleSet rules = site.rules();
        History history = record.map(VisitorRecord::history).orElse(History.EMPTY);
        return new Held(
                visitor,
                Instant.ofEpochMilli(atMillis),
                gone.map(Tombstone::reason).orElse(null),
                record.map(VisitorRecord::lineage).map(Consent::of).orElse(null),
                record.map(VisitorRecord::latestMillis)
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                record.map(known -> rules.forgottenMillis(known.history(), known.latestMillis()))
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                record.map(known -> Memberships.memberships(site, known, atMillis)).orElse(List.of()).stream()
                        .flatMap(membership -> rules.audience(membership.audience()).stream()
                                .map(audience -> belonging(audience, membership)))
                        .toList(),
                kept(rules, history));
    }

    private static Belonging belonging(RuleSet.Audience audience, Membership membership) {
        return new Belonging(
                audience.id().value(),
                audience.definition().name(),
                audience.definition().description(),
                Instant.ofEpochMilli(membership.fromMillis()),
                Instant.ofEpochMilli(membership.untilMillis()));
    }

    private static List<Kept> kept(RuleSet rules, History history) {
        List<Kept> kept = new ArrayList<>();
        for (int place = 0; place < history.size(); place++) {
            int number = history.trait(place);
            Optional<Trait> trait = rules.trait(number);
            boolean numbers = trait.filter(known -> known.kept() instanceof Trait.Kept.Numbers)
                    .isPresent();
            List<Seen> events = history.known(number).stream()
                    .map(event -> Seen.of(event, numbers))
                    .toList();
            kept.add(new Kept(trait.map(Trait::description).orElse(FADING), events));
        }
        return kept;
    }
}
