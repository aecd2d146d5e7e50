package dev.tern.timeline;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Range;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What definitions mean, taken at their word: looks through all events of one visitor anew at every instant. Knows nothing of the
 * code it judges.
 */
public final class Oracle {
    private record Moment(long time, int tag) {}

    private final Map<AudienceId, Definition> audiences;
    private final ZoneId zone;
    private final List<Happening> events;
    private final Map<Condition, List<Happening>> meeting = new HashMap<>();
    private final IdentityHashMap<Rule.Sequence, List<Long>> ends = new IdentityHashMap<>();
    private final IdentityHashMap<Definition, NavigableSet<Long>> ruleChanges = new IdentityHashMap<>();
    private final IdentityHashMap<Definition, Map<Long, Boolean>> ruleTruths = new IdentityHashMap<>();

    /**
     * @param audiences those that rules may name
     * @param zone whose days are counted
     * @param events in any order, as often as they came
     */
    public Oracle(Map<AudienceId, Definition> audiences, ZoneId zone, List<Happening> events) {
        this.audiences = audiences;
        this.zone = zone;
        this.events = List.copyOf(new HashSet<>(events));
    }

    /** Whether the visitor is in the audience at t: its rule is true then, or was so long ago as it keeps, or since. */
    public boolean isTrue(Definition definition, long t) {
        long keep = definition.keep().map(Window::millis).orElse(0L);
        if (ruleIsTrue(definition, t - keep)) {
            return true;
        }
        for (long change : ruleChanges(definition).subSet(t - keep, false, t, true)) {
            if (ruleIsTrue(definition, change)) {
                return true;
            }
        }
        return false;
    }

    /** The instants at which that may change; between them nothing does. */
    public NavigableSet<Long> changes(Definition definition) {
        var changes = new TreeSet<>(ruleChanges(definition));
        definition.keep().ifPresent(keep -> ruleChanges(definition)
                .forEach(change -> changes.add(change + keep.millis())));
        return changes;
    }

    /** Since when it has been true without a break, given that it is at t. */
    public long trueSince(Definition definition, long t) {
        long since = t;
        for (long change : changes(definition).headSet(t, true).descendingSet()) {
            since = change;
            if (!isTrue(definition, change - 1)) {
                break;
            }
        }
        return since;
    }

    /** Until when it will be true without a break, given that it is at t. */
    public long trueUntil(Definition definition, long t) {
        for (long change : changes(definition).tailSet(t, false)) {
            if (!isTrue(definition, change)) {
                return change;
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean ruleIsTrue(Definition definition, long t) {
        Map<Long, Boolean> truths = ruleTruths.computeIfAbsent(definition, _ -> new HashMap<>());
        Boolean known = truths.get(t);
        if (known == null) {
            known = holds(definition.rule(), t);
            truths.put(t, known);
        }
        return known;
    }

    private boolean holds(Rule rule, long t) {
        return switch (rule) {
            case Rule.All(var rules) -> rules.stream().allMatch(each -> holds(each, t));
            case Rule.Any(var rules) -> rules.stream().anyMatch(each -> holds(each, t));
            case Rule.Not(var inner) -> !holds(inner, t);
            case Rule.Count(var condition, var times, var within) -> times.contains(count(condition, within, t));
            case Rule.Days(var condition, var days, var within) -> days.contains(countDays(condition, within, t));
            case Rule.Sum sum -> lies(sum(sum, t), sum.sum());
            case Rule.Sequence sequence ->
                ends(sequence).stream().anyMatch(end -> t - sequence.within().millis() < end && end <= t);
            case Rule.In(var audience) -> isTrue(named(audience), t);
        };
    }

    private Definition named(AudienceId audience) {
        return requireNonNull(audiences.get(audience), audience.value());
    }

    private int count(Condition condition, Window within, long t) {
        var distinct = new HashSet<Moment>();
        for (Happening event : meeting(condition)) {
            if (isWithin(event, within, t)) {
                distinct.add(new Moment(event.time(), event.tag()));
            }
        }
        return distinct.size();
    }

    private int countDays(Condition condition, Window within, long t) {
        var days = new HashSet<LocalDate>();
        for (Happening event : meeting(condition)) {
            if (isWithin(event, within, t)) {
                days.add(Instant.ofEpochMilli(event.time()).atZone(zone).toLocalDate());
            }
        }
        return days.size();
    }

    private BigDecimal sum(Rule.Sum sum, long t) {
        var numbers = new HashMap<Moment, BigDecimal>();
        for (Happening event : meeting(sum.condition())) {
            if (isWithin(event, sum.within(), t) && event.numbers().containsKey(sum.of())) {
                var number = new BigDecimal(event.numbers().get(sum.of()).toString());
                numbers.merge(new Moment(event.time(), event.tag()), number, BigDecimal::max);
            }
        }
        return numbers.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean lies(BigDecimal sum, Range range) {
        return range.atLeast()
                        .map(from -> sum.compareTo(new BigDecimal(from.toString())) >= 0)
                        .orElse(true)
                && range.atMost()
                        .map(to -> sum.compareTo(new BigDecimal(to.toString())) <= 0)
                        .orElse(true);
    }

    /** When chains of all the steps end. */
    private List<Long> ends(Rule.Sequence sequence) {
        List<Long> known = ends.get(sequence);
        if (known == null) {
            known = new ArrayList<>();
            int last = sequence.steps().size() - 1;
            for (Happening event : meeting(sequence.steps().get(last).condition())) {
                if (endsChain(event, sequence.steps(), last)) {
                    known.add(event.time());
                }
            }
            ends.put(sequence, known);
        }
        return known;
    }

    /** Whether the event, which meets the condition of this step, has one of the step before it, and so on down to the first. */
    private boolean endsChain(Happening event, List<Rule.Step> steps, int step) {
        if (step == 0) {
            return true;
        }
        long after = steps.get(step).after().millis();
        return meeting(steps.get(step - 1).condition()).stream()
                .anyMatch(before -> before.time() < event.time()
                        && event.time() - before.time() <= after
                        && endsChain(before, steps, step - 1));
    }

    private static boolean isWithin(Happening event, Window within, long t) {
        return t - within.millis() < event.time() && event.time() <= t;
    }

    private List<Happening> meeting(Condition condition) {
        return meeting.computeIfAbsent(condition, _ -> events.stream()
                .filter(event -> event.meets().contains(condition))
                .toList());
    }

    private NavigableSet<Long> ruleChanges(Definition definition) {
        NavigableSet<Long> known = ruleChanges.get(definition);
        if (known == null) {
            known = new TreeSet<>();
            gatherChanges(definition.rule(), known);
            ruleChanges.put(definition, known);
        }
        return known;
    }

    private void gatherChanges(Rule rule, Set<Long> into) {
        switch (rule) {
            case Rule.All(var rules) -> rules.forEach(each -> gatherChanges(each, into));
            case Rule.Any(var rules) -> rules.forEach(each -> gatherChanges(each, into));
            case Rule.Not(var inner) -> gatherChanges(inner, into);
            case Rule.Count(var condition, var _, var within) -> gatherChanges(condition, within, into);
            case Rule.Days(var condition, var _, var within) -> gatherChanges(condition, within, into);
            case Rule.Sum(var condition, var _, var _, var within) -> gatherChanges(condition, within, into);
            case Rule.Sequence(var steps, var within) ->
                gatherChanges(steps.getLast().condition(), within, into);
            case Rule.In(var audience) -> into.addAll(changes(named(audience)));
        }
    }

    /** An event enters a window when it happens, and leaves it when the window has passed. */
    private void gatherChanges(Condition condition, Window within, Set<Long> into) {
        for (Happening event : meeting(condition)) {
            into.add(event.time());
            into.add(event.time() + within.millis());
        }
    }
}
