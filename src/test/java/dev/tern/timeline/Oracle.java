package dev.tern.timeline;

import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What a definition means, taken at its word: counts all events anew at every instant. Knows nothing of the code it judges. */
final class Oracle {
    private record Moment(long time, int tag) {}

    private final Rule rule;
    private final long keep;
    private final Map<Condition, Set<Moment>> moments = new HashMap<>();
    private final NavigableSet<Long> ruleChanges = new TreeSet<>();
    private final Map<Long, Boolean> ruleTruths = new HashMap<>();

    Oracle(Definition definition, List<Happening> events) {
        this.rule = definition.rule();
        this.keep = definition.keep().map(Window::millis).orElse(0L);
        for (Happening event : events) {
            for (Condition condition : event.meets()) {
                moments.computeIfAbsent(condition, _ -> new HashSet<>()).add(new Moment(event.time(), event.tag()));
            }
        }
        gatherChanges(rule);
    }

    /** The instants at which the truth may change. */
    NavigableSet<Long> changes() {
        var changes = new TreeSet<>(ruleChanges);
        ruleChanges.forEach(change -> changes.add(change + keep));
        return changes;
    }

    /** Whether the rule is true somewhere in (t - keep, t]. It may have been since before the first of its changes there. */
    boolean isTrue(long t) {
        if (keep == 0) {
            return holds(rule, t);
        }
        for (long change : ruleChanges.subSet(t - keep, false, t, true)) {
            if (ruleTruths.computeIfAbsent(change, at -> holds(rule, at))) {
                return true;
            }
        }
        return holds(rule, t - keep);
    }

    /** Since when it has been true without a break, given that it is at t. */
    long trueSince(long t) {
        long since = t;
        for (long change : changes().headSet(t, true).descendingSet()) {
            since = change;
            if (!isTrue(change - 1)) {
                break;
            }
        }
        return since;
    }

    private boolean holds(Rule rule, long t) {
        return switch (rule) {
            case Rule.All(var rules) -> rules.stream().allMatch(each -> holds(each, t));
            case Rule.Any(var rules) -> rules.stream().anyMatch(each -> holds(each, t));
            case Rule.Not(var inner) -> !holds(inner, t);
            case Rule.Count(var condition, var times, var within) -> {
                int count = 0;
                for (Moment moment : moments.getOrDefault(condition, Set.of())) {
                    if (t - within.millis() < moment.time && moment.time <= t) {
                        count++;
                    }
                }
                yield times.contains(count);
            }
            case Rule.Days _, Rule.Sum _, Rule.Sequence _, Rule.In _ -> throw new AssertionError("not asked");
        };
    }

    private void gatherChanges(Rule rule) {
        switch (rule) {
            case Rule.All(var rules) -> rules.forEach(this::gatherChanges);
            case Rule.Any(var rules) -> rules.forEach(this::gatherChanges);
            case Rule.Not(var inner) -> gatherChanges(inner);
            case Rule.Count(var condition, var _, var within) -> {
                for (Moment moment : moments.getOrDefault(condition, Set.of())) {
                    ruleChanges.add(moment.time);
                    ruleChanges.add(moment.time + within.millis());
                }
            }
            case Rule.Days _, Rule.Sum _, Rule.Sequence _, Rule.In _ -> throw new AssertionError("not asked");
        }
    }
}
