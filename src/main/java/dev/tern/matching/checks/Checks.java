package dev.tern.matching.checks;

import com.google.re2j.Pattern;
import dev.tern.matching.facts.Numbers;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** Compiles tests, the cheaper ones to come first. */
final class Checks {
    private Checks() {}

    /** Whether all hold. */
    static Check all(List<Where> wheres) {
        Check[] checks = cheapestFirst(wheres);
        return checks.length == 1
                ? checks[0]
                : facts -> {
                    for (Check check : checks) {
                        if (!check.holds(facts)) {
                            return false;
                        }
                    }
                    return true;
                };
    }

    static Check of(Where where) {
        return switch (where) {
            case Passes(var field, var test) -> passes(field, test);
            case AllOf(var wheres) -> all(wheres);
            case AnyOf(var wheres) -> any(wheres, true);
            case NoneOf(var wheres) -> any(wheres, false);
        };
    }

    private static Check any(List<Where> wheres, boolean answer) {
        Check[] checks = cheapestFirst(wheres);
        return facts -> {
            for (Check check : checks) {
                if (check.holds(facts)) {
                    return answer;
                }
            }
            return !answer;
        };
    }

    private static Check[] cheapestFirst(List<Where> wheres) {
        return wheres.stream()
                .sorted(Comparator.comparingInt(Checks::cost))
                .map(Checks::of)
                .toArray(Check[]::new);
    }

    private static Check passes(Field field, Test test) {
        return switch (test) {
            case Test.Is(var values) -> Is.compile(field, values);
            case Test.StartsWith(var prefix) -> text(field, text -> text.startsWith(prefix));
            case Test.EndsWith(var suffix) -> text(field, text -> text.endsWith(suffix));
            case Test.Contains(var part) -> text(field, text -> text.contains(part));
            case Test.Like(var pattern) -> text(field, text -> Like.matches(pattern, text));
            case Test.Matches(var expression) -> {
                var pattern = Pattern.compile(expression);
                yield text(field, text -> pattern.matcher(text).find());
            }
            case Test.AtLeast(var bound) -> number(field, micros -> micros >= bound.micros());
            case Test.AtMost(var bound) -> number(field, micros -> micros <= bound.micros());
            case Test.Above(var bound) -> number(field, micros -> micros > bound.micros());
            case Test.Below(var bound) -> number(field, micros -> micros < bound.micros());
            case Test.Exists(var exists) -> facts -> facts.has(field) == exists;
        };
    }

    private static Check text(Field field, Predicate<String> test) {
        return facts -> {
            String text = facts.text(field);
            return text != null && test.test(text);
        };
    }

    private static Check number(Field field, LongPredicate test) {
        return facts -> {
            long micros = facts.micros(field);
            return micros != Numbers.NONE && test.test(micros);
        };
    }

    /** Roughly nanoseconds, once the field is at hand. */
    private static int cost(Where where) {
        return switch (where) {
            case Passes passes -> cost(passes.test());
            case AllOf(var wheres) -> cost(wheres);
            case AnyOf(var wheres) -> cost(wheres);
            case NoneOf(var wheres) -> cost(wheres);
        };
    }

    private static int cost(List<Where> wheres) {
        return wheres.stream().mapToInt(Checks::cost).sum();
    }

    private static int cost(Test test) {
        return switch (test) {
            case Test.Exists _ -> 3;
            case Test.AtLeast _, Test.AtMost _, Test.Above _, Test.Below _ -> 4;
            case Test.StartsWith _, Test.EndsWith _ -> 5;
            case Test.Is _ -> 6;
            case Test.Contains _ -> 20;
            case Test.Like _ -> 50;
            case Test.Matches _ -> 1_000;
        };
    }
}
