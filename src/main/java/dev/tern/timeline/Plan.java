package dev.tern.timeline;

import dev.tern.AudienceId;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A definition compiled: what it must know of a visitor, and when it is true of one. Immutable. */
public final class Plan {
    private final Term term;
    private final Needs needs;
    private final int[] anchors;
    private final long retentionMillis;

    private Plan(Term term, Set<Integer> anchors, long retentionMillis) {
        this.term = term;
        this.needs = Needs.of(term);
        this.retentionMillis = retentionMillis;
        this.anchors = anchors.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /**
     * What a site's rules are read by.
     *
     * @param zone whose calendar days are counted
     * @param audiences those that rules name, at least
     * @param traits the number of each trait, 0 or more; equal traits have one number
     */
    public record Site(ZoneId zone, Map<AudienceId, Definition> audiences, ToIntFunction<Trait> traits) {
        /** The definition, compiled. Throws {@link IllegalArgumentException} if a rule names what is not there, or leads too far. */
        public Plan plan(Definition definition) {
            Term term = new Compiler(this).term(definition);
            Set<Integer> anchors =
                    Term.anchors(term, true).orElseThrow(() -> new IllegalArgumentException("a bounded rule"));
            return new Plan(term, anchors, retentionMillis(term, definition));
        }

        /** Where it depends on no event for longer than the retention, there is nothing to cut. */
        private static long retentionMillis(Term term, Definition definition) {
            return definition
                    .retention()
                    .map(Window::millis)
                    .filter(retention -> Term.longestMillis(term) > retention)
                    .orElse(Timeline.NO_END);
        }

        /** When the rule by itself is true of whoever has this history. */
        public Timeline timeline(Rule rule, History history) {
            return Term.timeline(new Compiler(this).term(rule), history);
        }

        /** What the history knows of a trait's events; see {@link State#known}. */
        public List<Happened> known(Trait trait, History history) {
            return history.known(traits.applyAsInt(trait));
        }
    }

    /**
     * When the audience has the visitor of this history, if nothing more happens.
     *
     * <p>Right for every instant since the history was last expired. Before that, what the history has forgotten is missing, so a
     * stretch may begin earlier than it says here. Who has the timeline of before knows: no event changes what was true before it,
     * so the whole is {@code before.before(t).unite(plan.timeline(history).since(t))}, where t is the time of the earliest event
     * that is new.
     */
    public Timeline timeline(History history) {
        return Term.timeline(term, history);
    }

    /**
     * The same, as far as the site's retention lets it.
     *
     * @param latestMillis the time of the visitor's latest event
     */
    public Timeline timeline(History history, long latestMillis) {
        Timeline timeline = timeline(history);
        return dependsOnLatest() ? timeline.before(Timeline.later(latestMillis, retentionMillis)) : timeline;
    }

    /** Whether the retention may cut it, so that an event which it does not ask about can make it last longer. */
    public boolean dependsOnLatest() {
        return retentionMillis != Timeline.NO_END;
    }

    /** The traits that it asks about, ascending. */
    public int[] traits() {
        return needs.traits();
    }

    /** What must be kept of these traits for it alone. */
    public Needs needs() {
        return needs;
    }

    /** For how long after an event of each trait an answer may depend on it, in milliseconds. */
    public Map<Integer, Long> memoryMillis() {
        return Term.memoryMillis(term);
    }

    /** Whether it has one timeline for both histories, as far as can be told without working it out. */
    public boolean isSame(History one, History other) {
        return needs.haveSame(one, other);
    }

    /**
     * A few traits, ascending, of which one at least must have occurrences for it to be true at any instant, so that nobody else
     * need be asked about. None if it is never true.
     */
    public int[] anchors() {
        return anchors.clone();
    }

    /** Whether this is the first of its anchors that the history has. */
    public boolean isFirstAnchor(int trait, History history) {
        for (int anchor : anchors) {
            if (history.has(anchor)) {
                return anchor == trait;
            }
        }
        return false;
    }
}
