package dev.tern.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tern.matching.RuleSet;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.timeline.Happened;
import dev.tern.timeline.History;
import dev.tern.timeline.Plan;
import dev.tern.timeline.Timeline;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a visitor is in an audience at an instant, or why not.
 *
 * @param from since when, where the visitor is in it
 * @param until until when, where the visitor is in it and nothing more happens
 * @param next when the answer changes next if nothing more happens; absent: never
 * @param keep how long a visitor stays after the rule was true
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        String visitor,
        String audience,
        Instant at,
        boolean member,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Instant next,
        String description,
        @Nullable String keep,
        Part rule) {
    /** How many events and how many intervals of one part are told, the latest. */
    private static final int TOLD_MAX = 100;

    /**
     * A part of the rule.
     *
     * @param holds whether it is true at the instant; absent for a step of a sequence
     * @param timeline when it is true, if nothing more happens
     * @param keep of the audience that the part names
     * @param events what is kept of the events that it counts
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String description,
            @Nullable Boolean holds,
            @Nullable List<Interval> timeline,
            @Nullable String keep,
            @Nullable List<Seen> events,
            @Nullable List<Part> parts) {}

    /** From an instant on, and until another; absent: always, and for ever. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Interval(@Nullable Instant from, @Nullable Instant until) {}

    /** How it stands with the visitor of this history. */
    public static Explanation of(
            String visitor, RuleSet.Audience audience, Plan.Site site, History history, long atMillis) {
        Definition definition = audience.definition();
        Timeline timeline = audience.plan().timeline(history);
        int interval = timeline.at(atMillis);
        boolean member = interval >= 0;
        return new Explanation(
                visitor,
                audience.id().value(),
                Instant.ofEpochMilli(atMillis),
                member,
                member ? instant(timeline.from(interval)) : null,
                member ? instant(timeline.until(interval)) : null,
                instant(timeline.changeAfter(atMillis)),
                definition.description(),
                keep(definition),
                new Telling(site, history, atMillis).part(definition.rule()));
    }

    private static @Nullable String keep(Definition definition) {
        return definition.keep().map(Window::toString).orElse(null);
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Timeline.NO_BEGINNING || millis == Timeline.NO_END ? null : Instant.ofEpochMilli(millis);
    }

    /** How each part of the rule stood. */
    private record Telling(Plan.Site site, History history, long atMillis) {
        Part part(Rule rule) {
            Timeline timeline = site.timeline(rule, history);
            return new Part(
                    rule.description(),
                    timeline.contains(atMillis),
                    intervals(timeline),
                    rule instanceof Rule.In(var named)
                            ? Optional.ofNullable(site.audiences().get(named))
                                    .map(Explanation::keep)
                                    .orElse(null)
                            : null,
                    events(rule),
                    parts(rule));
        }

        private @Nullable List<Seen> events(Rule rule) {
            return switch (rule) {
                case Rule.Count _, Rule.Days _, Rule.Sum _ -> seen(rule.traits().getFirst());
                case Rule.All _, Rule.Any _, Rule.Not _, Rule.Sequence _, Rule.In _ -> null;
            };
        }

        private @Nullable List<Part> parts(Rule rule) {
            return switch (rule) {
                case Rule.All(var rules) -> rules.stream().map(this::part).toList();
                case Rule.Any(var rules) -> rules.stream().map(this::part).toList();
                case Rule.Not(var inner) -> List.of(part(inner));
                case Rule.Sequence(var steps, var _) ->
                    steps.stream().map(this::step).toList();
                case Rule.In(var named) ->
                    Optional.ofNullable(site.audiences().get(named))
                            .map(other -> List.of(part(other.rule())))
                            .orElse(null);
                case Rule.Count _, Rule.Days _, Rule.Sum _ -> null;
            };
        }

        private Part step(Rule.Step step) {
            Trait trait = Trait.inSequence(step.condition());
            return new Part(trait.description(), null, null, null, seen(trait), null);
        }

        private List<Seen> seen(Trait trait) {
            boolean numbers = trait.kept() instanceof Trait.Kept.Numbers;
            List<Happened> known = site.known(trait, history);
            return known.subList(Math.max(0, known.size() - TOLD_MAX), known.size()).stream()
                    .map(event -> Seen.of(event, numbers))
                    .toList();
        }

        private static List<Interval> intervals(Timeline timeline) {
            List<Interval> intervals = new ArrayList<>();
            for (int i = Math.max(0, timeline.size() - TOLD_MAX); i < timeline.size(); i++) {
                intervals.add(new Interval(instant(timeline.from(i)), instant(timeline.until(i))));
            }
            return intervals;
        }
    }
}
