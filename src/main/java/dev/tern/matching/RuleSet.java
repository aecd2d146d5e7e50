package dev.tern.matching;

import static java.util.Objects.requireNonNull;

import dev.tern.Agent;
import dev.tern.AudienceId;
import dev.tern.Event;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Condition;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A site's audiences, compiled: which traits an event counts for, what is kept of them, and whose audiences they decide. */
public final class RuleSet {
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final Map<AudienceId, Audience> audiences = new LinkedHashMap<>();
    private final Map<Integer, List<Audience>> byAnchor = new HashMap<>();
    private final int[] traits;
    private final boolean[] severalNames;
    private final TraitIndex index;
    private final Needs needs;
    private final int fingerprint;

    /** What matching uses again and again on a thread. */
    private static final class Scratch {
        final Facts facts = new Facts();
        final Found found = new Found();
    }

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
        List<Condition> inOrder = new ArrayList<>();
        this.traits = new int[conditions.size()];
        this.severalNames = new boolean[conditions.size()];
        new TreeMap<>(conditions).forEach((trait, condition) -> {
            traits[inOrder.size()] = trait;
            severalNames[inOrder.size()] = condition.names().size() != 1;
            inOrder.add(condition);
        });
        this.index = new TraitIndex(inOrder);
        for (Audience audience : audiences) {
            this.audiences.put(audience.id, audience);
            for (int anchor : audience.plan.anchors()) {
                byAnchor.computeIfAbsent(anchor, none -> new ArrayList<>()).add(audience);
            }
        }
        this.needs = Needs.merge(
                audiences.stream().map(audience -> audience.plan.needs()).toList());
        this.fingerprint = fingerprint;
    }

    /** The traits that the event counts for, ascending; empty where no rule asks about it. */
    public int[] match(Event event) {
        Scratch scratch = SCRATCH.get();
        Found found = scratch.found;
        index.match(scratch.facts.about(event), found);
        int[] matched = new int[found.size()];
        for (int i = 0; i < matched.length; i++) {
            matched[i] = traits[found.trait(i)];
        }
        return matched;
    }

    /** Whether any rule could count what this agent does. */
    public boolean asksAbout(Agent agent) {
        return index.asksAgent(agent);
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
        int place = Arrays.binarySearch(traits, trait);
        return place >= 0 && severalNames[place];
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
