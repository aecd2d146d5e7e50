package dev.tern.matching;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
import dev.tern.Event;
import dev.tern.rule.Condition;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A site's audiences, compiled: which traits an event counts for, what is kept of them, and whose audiences they decide. */
public final class RuleSet {
    private final Map<AudienceId, Audience> audiences = new LinkedHashMap<>();
    private final Map<Integer, List<Audience>> byAnchor = new HashMap<>();
    private final Map<Integer, Condition> conditions;
    private final TraitIndex index;
    private final Needs needs;
    private final int fingerprint;

    /**
     * An audience that is live.
     *
     * @param serial names it in Redis keys
     */
    public record Audience(AudienceId id, long serial, Plan plan) {
        public Audience {
            requireNonNull(id, "id");
            requireNonNull(plan, "plan");
        }
    }

    /**
     * @param conditions the site's traits by their numbers
     * @param fingerprint another one for other rules
     */
    public RuleSet(Map<Integer, Condition> conditions, Collection<Audience> audiences, int fingerprint) {
        this.conditions = Map.copyOf(conditions);
        this.index = TraitIndex.of(conditions);
        for (Audience audience : audiences) {
            this.audiences.put(audience.id, audience);
            for (int anchor : audience.plan.anchors()) {
                byAnchor.computeIfAbsent(anchor, none -> new ArrayList<>()).add(audience);
            }
        }
        this.needs = Needs.merge(audiences.stream().map(audience -> audience.plan.needs()).toList());
        this.fingerprint = fingerprint;
    }

    /** The traits that the event counts for, ascending; empty where no rule asks about it. */
    public int[] match(Event event) {
        return index.match(event);
    }

    /** What must be kept of each trait. */
    public Needs needs() {
        return needs;
    }

    /** Tells these rules from others. */
    public int fingerprint() {
        return fingerprint;
    }

    /** Whether events of more than one name count for the trait. */
    public boolean countsSeveralNames(int trait) {
        Condition condition = conditions.get(trait);
        return condition != null && condition.names().size() != 1;
    }

    /** The audience, where there is one. */
    public Optional<Audience> audience(AudienceId id) {
        return Optional.ofNullable(audiences.get(id));
    }

    /** The only audiences that may have the visitor of this history, each once. */
    public Collection<Audience> candidates(History history) {
        Set<Audience> candidates = new LinkedHashSet<>();
        for (int place = 0; place < history.size(); place++) {
            candidates.addAll(byAnchor.getOrDefault(history.trait(place), List.of()));
        }
        return candidates;
    }
}
