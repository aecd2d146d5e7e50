package dev.tern.matching;

import static java.util.Objects.requireNonNull;

import dev.tern.Agent;
import dev.tern.AudienceId;
import dev.tern.Event;
import dev.tern.matching.facts.Facts;
import dev.tern.matching.facts.Numbers;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Field;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A site's audiences, compiled: which traits an event counts for, what is kept of them, and whose audiences they decide. */
public final class RuleSet {
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final Map<Integer, Trait> traits;
    private final Map<AudienceId, Audience> audiences = new LinkedHashMap<>();
    /** Ascending; and the audiences of each. */
    private final int[] anchors;

    private final Audience[][] anchored;
    /** By the place of their condition in {@link #index}. */
    private final Asked[][] asked;

    private final Set<Integer> severalNames = new HashSet<>();
    private final TraitIndex index;
    private final Plan.Site site;
    private final Needs needs;
    private final Optional<Window> retention;
    private final boolean dependsOnLatest;
    private final int fingerprint;

    /** What matching uses again and again on a thread. */
    private static final class Scratch {
        final Facts facts = new Facts();
        final Found found = new Found();
        int[] traits = new int[16];
        long[] micros = new long[16];

        void require(int size) {
            if (size > traits.length) {
                traits = Arrays.copyOf(traits, 2 * size);
                micros = Arrays.copyOf(micros, 2 * size);
            }
        }
    }

    /** A trait, and the field whose number it keeps, if it keeps one. */
    private record Asked(int trait, @Nullable Field of) {}

    /**
     * An audience that is live.
     *
     * @param serial names it in Redis keys
     */
    public record Audience(AudienceId id, long serial, Definition definition, Plan plan) {
        public Audience {
            requireNonNull(id, "id");
            requireNonNull(definition, "definition");
            requireNonNull(plan, "plan");
        }
    }

    /**
     * @param traits the site's, by their numbers
     * @param site what the audiences' plans were made by
     * @param retention how long after the latest event a visitor is remembered at most; the audiences are cut to it
     * @param fingerprint another one for other rules
     */
    public RuleSet(
            Map<Integer, Trait> traits,
            Collection<Audience> audiences,
            Plan.Site site,
            Optional<Window> retention,
            int fingerprint) {
        Map<Condition, SortedMap<Integer, Trait>> byCondition = new LinkedHashMap<>();
        new TreeMap<>(traits).forEach((number, trait) -> {
            byCondition
                    .computeIfAbsent(trait.condition(), none -> new TreeMap<>())
                    .put(number, trait);
            if (trait.condition().names().size() != 1) {
                severalNames.add(number);
            }
        });
        this.traits = Map.copyOf(traits);
        this.asked = byCondition.values().stream().map(RuleSet::asked).toArray(Asked[][]::new);
        this.index = new TraitIndex(List.copyOf(byCondition.keySet()));
        SortedMap<Integer, List<Audience>> byAnchor = new TreeMap<>();
        for (Audience audience : audiences) {
            this.audiences.put(audience.id, audience);
            for (int anchor : audience.plan.anchors()) {
                byAnchor.computeIfAbsent(anchor, none -> new ArrayList<>()).add(audience);
            }
        }
        this.anchors = byAnchor.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.anchored = byAnchor.values().stream()
                .map(some -> some.toArray(Audience[]::new))
                .toArray(Audience[][]::new);
        this.needs = Needs.merge(
                audiences.stream().map(audience -> audience.plan.needs()).toList());
        this.site = site;
        this.retention = retention;
        this.dependsOnLatest =
                audiences.stream().anyMatch(audience -> audience.plan().dependsOnLatest());
        this.fingerprint = fingerprint;
    }

    private static Asked[] asked(SortedMap<Integer, Trait> traits) {
        List<Asked> asked = new ArrayList<>();
        traits.forEach((number, trait) ->
                asked.add(new Asked(number, trait.kept() instanceof Trait.Kept.Numbers(var of) ? of : null)));
        return asked.toArray(Asked[]::new);
    }

    /** The traits that the event counts for; none where no rule asks about it. */
    public Match match(Event event) {
        Scratch scratch = SCRATCH.get();
        index.match(scratch.facts.about(event), scratch.found);
        int size = 0;
        for (int i = 0; i < scratch.found.size(); i++) {
            for (Asked each : asked[scratch.found.trait(i)]) {
                long micros = each.of == null ? 0 : scratch.facts.micros(each.of);
                if (micros != Numbers.NONE) {
                    scratch.require(size + 1);
                    scratch.traits[size] = each.trait;
                    scratch.micros[size++] = micros;
                }
            }
        }
        return Match.of(scratch.traits, scratch.micros, size);
    }

    /** Whether any rule could count what this agent does. */
    public boolean asksAbout(Agent agent) {
        return index.asksAgent(agent);
    }

    /** What must be kept of each trait. */
    public Needs needs() {
        return needs;
    }

    /**
     * When everything of a visitor is forgotten, if nothing more happens.
     *
     * @param latestMillis the time of the visitor's latest event
     */
    public long forgottenMillis(History history, long latestMillis) {
        long matters = history.mattersUntil(needs);
        return retention
                .map(longest -> Math.min(matters, latestMillis + longest.millis()))
                .orElse(matters);
    }

    /** Whether the retention has a visitor forgotten whose latest event was at that instant. */
    public boolean isForgotten(long latestMillis, long nowMillis) {
        return retention
                .filter(longest -> latestMillis + longest.millis() <= nowMillis)
                .isPresent();
    }

    /** How long after the latest event a visitor is remembered at most. */
    public Optional<Window> retention() {
        return retention;
    }

    /** Whether an event that no rule asks about may matter, since it is the visitor's latest. */
    public boolean dependsOnLatest() {
        return dependsOnLatest;
    }

    /** Tells these rules from others. */
    public int fingerprint() {
        return fingerprint;
    }

    /** Whether events of more than one name count for the trait. */
    public boolean countsSeveralNames(int trait) {
        return severalNames.contains(trait);
    }

    /** What the plans were made by. */
    public Plan.Site site() {
        return site;
    }

    /** The audience, where there is one. */
    public Optional<Audience> audience(AudienceId id) {
        return Optional.ofNullable(audiences.get(id));
    }

    /** The trait of this number, where rules ask about it. */
    public Optional<Trait> trait(int number) {
        return Optional.ofNullable(traits.get(number));
    }

    /** All audiences. */
    public Collection<Audience> audiences() {
        return Collections.unmodifiableCollection(audiences.values());
    }

    /** The serials of all audiences. */
    public List<Long> serials() {
        return audiences.values().stream().map(Audience::serial).toList();
    }

    /** The only audiences that may have the visitor of this history, each once. */
    public List<Audience> candidates(History history) {
        List<Audience> candidates = new ArrayList<>();
        for (int place = 0; place < history.size(); place++) {
            int trait = history.trait(place);
            int anchor = Arrays.binarySearch(anchors, trait);
            if (anchor >= 0) {
                for (Audience audience : anchored[anchor]) {
                    if (audience.plan.isFirstAnchor(trait, history)) {
                        candidates.add(audience);
                    }
                }
            }
        }
        return candidates;
    }
}
