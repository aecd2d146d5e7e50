package dev.tern.rule;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tern.Decimal;
import dev.tern.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A definition as one plain English sentence. Long lists of names and values are cut short. */
final class Description {
    private static final int LISTED_MAX = 5;

    private Description() {}

    static String of(Definition definition) {
        String keep = definition
                .keep()
                .map(window -> "; stays " + window.words() + " longer")
                .orElse("");
        String retention = definition
                .retention()
                .map(window -> "; forgotten " + window.words() + " after the latest event")
                .orElse("");
        return sentence(outermost(definition.rule()) + keep + retention);
    }

    static String of(Rule rule) {
        return sentence(outermost(rule));
    }

    static String of(Trait trait) {
        String kept =
                switch (trait.kept()) {
                    case Trait.Kept.Times _ -> "times";
                    case Trait.Kept.Days _ -> "days";
                    case Trait.Kept.Numbers(var of) -> "times and " + field(of);
                    case Trait.Kept.Steps _ -> "times in sequence";
                };
        return sentence(kept + " of " + what(trait.condition()));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String outermost(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) -> joined(rules, ", and ");
            case Rule.Any(var rules) -> joined(rules, ", or ");
            case Rule.Not _, Rule.Count _, Rule.Days _, Rule.Sum _, Rule.Sequence _, Rule.In _ -> clause(rule);
        };
    }

    private static String clause(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) when rules.size() == 1 -> clause(rules.getFirst());
            case Rule.Any(var rules) when rules.size() == 1 -> clause(rules.getFirst());
            case Rule.All _, Rule.Any _ -> "(" + outermost(rule) + ")";
            case Rule.Not(var inner) -> negated(inner);
            case Rule.Count(var condition, var times, var within) ->
                did(times) + what(condition) + times(times) + last(within);
            case Rule.Days(var condition, var days, var within) ->
                did(days) + what(condition) + days(days) + last(within);
            case Rule.Sum(var condition, var of, var range, var within) ->
                "the " + field(of) + " of " + what(condition) + " added up to " + range(range) + last(within);
            case Rule.Sequence(var steps, var within) -> "did " + chain(steps) + ", the last of them" + last(within);
            case Rule.In(var audience) -> "is in " + audience;
        };
    }

    private static String negated(Rule rule) {
        return switch (rule) {
            case Rule.Not(var inner) -> clause(inner);
            case Rule.Count(var condition, var times, var within) ->
                opposite(times)
                        .map(opposite -> clause(new Rule.Count(condition, opposite, within)))
                        .orElseGet(() -> "did not do " + what(condition) + times(times) + last(within));
            case Rule.Days(var condition, var days, var within) ->
                opposite(days)
                        .map(opposite -> clause(new Rule.Days(condition, opposite, within)))
                        .orElseGet(() -> "did not do " + what(condition) + days(days) + last(within));
            case Rule.All(var rules) when rules.size() == 1 -> negated(rules.getFirst());
            case Rule.Any(var rules) when rules.size() == 1 -> negated(rules.getFirst());
            case Rule.All _, Rule.Any _ -> "not " + clause(rule);
            case Rule.Sum(var condition, var of, var range, var within) ->
                "the " + field(of) + " of " + what(condition) + " did not add up to " + range(range) + last(within);
            case Rule.Sequence(var steps, var within) ->
                "did not do " + chain(steps) + ", the last of them" + last(within);
            case Rule.In(var audience) -> "is not in " + audience;
        };
    }

    /** Every other number, where these have one end only. */
    private static Optional<Bound> opposite(Bound bound) {
        if (bound.atMost() == Bound.NO_END) {
            return Optional.of(new Bound(0, bound.atLeast() - 1));
        }
        return bound.atLeast() == 0 ? Optional.of(new Bound(bound.atMost() + 1, Bound.NO_END)) : Optional.empty();
    }

    private static String joined(List<Rule> rules, String conjunction) {
        return rules.size() == 1
                ? outermost(rules.getFirst())
                : rules.stream().map(Description::clause).collect(Collectors.joining(conjunction));
    }

    private static String did(Bound bound) {
        return bound.atMost() == 0 ? "did not do " : "did ";
    }

    private static String times(Bound times) {
        return often(times, "", number -> number == 1 ? "once" : number + " times");
    }

    private static String days(Bound days) {
        return often(days, " on", number -> number + (number == 1 ? " day" : " days"));
    }

    private static String often(Bound bound, String on, IntFunction<String> number) {
        int from = bound.atLeast();
        int to = bound.atMost();
        if (to == 0) {
            return "";
        }
        if (from == to) {
            return on + " exactly " + number.apply(to);
        }
        if (to == Bound.NO_END) {
            return on + " at least " + number.apply(from);
        }
        return on + (from == 0 ? " at most " : " " + from + " to ") + number.apply(to);
    }

    private static String range(Range range) {
        String from = range.atLeast().map(Decimal::toString).orElse("");
        String to = range.atMost().map(Decimal::toString).orElse("");
        if (from.equals(to)) {
            return "exactly " + to;
        }
        if (to.isEmpty()) {
            return "at least " + from;
        }
        return from.isEmpty() ? "at most " + to : from + " to " + to;
    }

    private static String chain(List<Rule.Step> steps) {
        var chain = new StringBuilder(what(steps.getFirst().condition()));
        for (Rule.Step step : steps.subList(1, steps.size())) {
            chain.append(", then ").append(what(step.condition()));
            if (!step.after().equals(Rule.Step.ANY_TIME_AFTER)) {
                chain.append(" within ").append(step.after().words());
            }
        }
        return chain.toString();
    }

    private static String last(Window within) {
        String span = within.words();
        return " in the last " + (span.startsWith("1 ") ? span.substring(2) : span);
    }

    private static String field(Field field) {
        return field.name().contains(" ") ? quoted(field.toString()) : field.toString();
    }

    private static String what(Condition condition) {
        String names = condition.countsAnyName()
                ? "anything"
                : listed(condition.names().stream()
                        .map(name -> name.contains(" ") ? quoted(name) : name)
                        .toList());
        return condition.where().isEmpty() ? names : names + " where " + joined(condition.where(), " and ", false);
    }

    private static String where(Where where) {
        return switch (where) {
            case Where.Passes(var field, var test) -> field(field) + " " + test(test);
            case Where.AllOf(var wheres) -> joined(wheres, " and ", true);
            case Where.AnyOf(var wheres) -> joined(wheres, " or ", true);
            case Where.NoneOf(var wheres)
            when wheres.size() == 1 && wheres.getFirst() instanceof Where.AllOf all -> "not " + where(all);
            case Where.NoneOf(var wheres) -> "not " + joined(wheres, " or ", true);
        };
    }

    private static String joined(List<Where> wheres, String conjunction, boolean grouped) {
        String joined = wheres.stream().map(Description::where).collect(Collectors.joining(conjunction));
        return grouped ? "(" + joined + ")" : joined;
    }

    private static String test(Test test) {
        return switch (test) {
            case Test.Is(var values) ->
                (values.size() == 1 ? "is " : "is one of ")
                        + listed(values.stream().map(Description::value).toList());
            case Test.StartsWith(var text) -> "starts with " + quoted(text);
            case Test.EndsWith(var text) -> "ends with " + quoted(text);
            case Test.Contains(var text) -> "contains " + quoted(text);
            case Test.Like(var pattern) -> "is like " + quoted(pattern);
            case Test.Matches(var expression) -> "matches " + quoted(expression);
            case Test.AtLeast(var number) -> "is at least " + number;
            case Test.AtMost(var number) -> "is at most " + number;
            case Test.Above(var number) -> "is above " + number;
            case Test.Below(var number) -> "is below " + number;
            case Test.Exists(var exists) -> exists ? "exists" : "is missing";
        };
    }

    private static String value(Value value) {
        return switch (value) {
            case Value.Text(var text) -> quoted(text);
            case Value.Num(var number) -> number.toString();
            case Value.Flag(var flag) -> String.valueOf(flag);
            case Value.Untyped(var text) -> quoted(text);
        };
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}, and beyond the limit {@code a, b, c, d or one of 7 others}. */
    private static String listed(List<String> all) {
        List<String> few = all.size() <= LISTED_MAX
                ? all
                : Stream.concat(
                                all.stream().limit(LISTED_MAX - 1),
                                Stream.of("one of %d others".formatted(all.size() - LISTED_MAX + 1)))
                        .toList();
        int last = few.size() - 1;
        return last == 0 ? few.getFirst() : String.join(", ", few.subList(0, last)) + " or " + few.get(last);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
