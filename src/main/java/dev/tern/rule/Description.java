package dev.tern.rule;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tern.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A definition as one plain English sentence. Long lists of names and values are cut short. */
final class Description {
    private static final int LISTED_MAX = 5;

    private Description() {}

    static String of(Definition definition) {
        String rule = outermost(definition.rule());
        String keep = definition
                .keep()
                .map(window -> "; stays " + window.words() + " longer")
                .orElse("");
        return Character.toUpperCase(rule.charAt(0)) + rule.substring(1) + keep + ".";
    }

    private static String outermost(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) -> joined(rules, ", and ");
            case Rule.Any(var rules) -> joined(rules, ", or ");
            case Rule.Not _, Rule.Count _ -> clause(rule);
        };
    }

    private static String clause(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) when rules.size() == 1 -> clause(rules.getFirst());
            case Rule.Any(var rules) when rules.size() == 1 -> clause(rules.getFirst());
            case Rule.All _, Rule.Any _ -> "(" + outermost(rule) + ")";
            case Rule.Not(var inner) -> negated(inner);
            case Rule.Count count -> did(count) + often(count.times()) + last(count);
        };
    }

    private static String negated(Rule rule) {
        return switch (rule) {
            case Rule.Not(var inner) -> clause(inner);
            case Rule.Count count -> {
                int from = count.times().atLeast();
                int to = count.times().atMost();
                if (to == Bound.NO_END) {
                    yield clause(new Rule.Count(count.condition(), new Bound(0, from - 1), count.within()));
                }
                yield from == 0
                        ? clause(new Rule.Count(count.condition(), new Bound(to + 1, Bound.NO_END), count.within()))
                        : "did not do " + what(count.condition()) + often(count.times()) + last(count);
            }
            case Rule.All(var rules) when rules.size() == 1 -> negated(rules.getFirst());
            case Rule.Any(var rules) when rules.size() == 1 -> negated(rules.getFirst());
            case Rule.All _, Rule.Any _ -> "not " + clause(rule);
        };
    }

    private static String joined(List<Rule> rules, String conjunction) {
        return rules.size() == 1
                ? outermost(rules.getFirst())
                : rules.stream().map(Description::clause).collect(Collectors.joining(conjunction));
    }

    private static String did(Rule.Count count) {
        return (count.times().atMost() == 0 ? "did not do " : "did ") + what(count.condition());
    }

    private static String often(Bound times) {
        int from = times.atLeast();
        int to = times.atMost();
        if (to == 0) {
            return "";
        }
        if (from == to) {
            return " exactly " + times(to);
        }
        if (to == Bound.NO_END) {
            return " at least " + times(from);
        }
        return from == 0 ? " at most " + times(to) : " " + from + " to " + times(to);
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }

    private static String last(Rule.Count count) {
        String span = count.within().words();
        return " in the last " + (span.startsWith("1 ") ? span.substring(2) : span);
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
            case Where.Passes(var field, var test) ->
                (field.name().contains(" ") ? quoted(field.toString()) : field) + " " + test(test);
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
