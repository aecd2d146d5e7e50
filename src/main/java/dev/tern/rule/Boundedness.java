package dev.tern.rule;

import dev.tern.json.Refusal;
import java.util.List;

/**
 * Every membership must end. All windows are finite, so long after the last event a rule is as true as it is of a
 * visitor who never did anything: it has an end if and only if it is false of such a visitor.
 */
final class Boundedness {
    private Boundedness() {}

    /** Refuses a rule that is true of a visitor without events, at the deepest place that makes it so. */
    static void require(Rule rule, String pointer) {
        if (trueOfNobodysHistory(rule)) {
            throw new Refusal(
                    place(rule, pointer),
                    "true of visitors who never did anything, so nobody would ever leave;"
                            + " put it in an all, beside something that must have happened");
        }
    }

    private static boolean trueOfNobodysHistory(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) -> rules.stream().allMatch(Boundedness::trueOfNobodysHistory);
            case Rule.Any(var rules) -> rules.stream().anyMatch(Boundedness::trueOfNobodysHistory);
            case Rule.Not(var inner) -> !trueOfNobodysHistory(inner);
            case Rule.Count count -> count.times().contains(0);
            case Rule.Days days -> days.days().contains(0);
            case Rule.Sum sum -> sum.sum().containsZero();
            case Rule.Sequence _, Rule.In _ -> false;
        };
    }

    /** An {@code any} needs but one such member, which is to blame; in an {@code all} what is missing is missing from it. */
    private static String place(Rule rule, String pointer) {
        return switch (rule) {
            case Rule.All(var rules) when rules.size() == 1 -> place(rules.getFirst(), pointer + "/all/0");
            case Rule.Any(var rules) -> firstOf(rules, pointer + "/any/");
            case Rule.All _, Rule.Not _, Rule.Count _, Rule.Days _, Rule.Sum _, Rule.Sequence _, Rule.In _ -> pointer;
        };
    }

    private static String firstOf(List<Rule> rules, String pointer) {
        int i = 0;
        while (!trueOfNobodysHistory(rules.get(i))) {
            i++;
        }
        return place(rules.get(i), pointer + i);
    }
}
