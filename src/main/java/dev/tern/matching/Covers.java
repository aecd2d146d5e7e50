package dev.tern.matching;

import dev.tern.Value;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where to look for a condition. A cover is a set of keys of which every event that passes has at least one, so a
 * condition that stands under each key of one cover is never missed. Each test of a conjunction may give covers, and one
 * is enough; alternatives need one each, together.
 */
final class Covers {
    private Covers() {}

    /** Every key in any cover of what must hold together. */
    static Set<Key> keys(List<Where> wheres) {
        return Stream.concat(wheres.stream().map(Covers::keys), Bounds.covers(wheres))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private static Set<Key> keys(Where where) {
        return switch (where) {
            case Passes(var field, Test.Matches(var expression)) -> keys(implied(field, expression));
            case Passes passes -> of(passes).stream().flatMap(Set::stream).collect(Collectors.toSet());
            case AllOf(var wheres) -> keys(wheres);
            case AnyOf(var wheres) ->
                wheres.stream().flatMap(each -> keys(each).stream()).collect(Collectors.toSet());
            case NoneOf _ -> Set.of();
        };
    }

    /** The cheapest cover of what must hold together, or nothing where an event may pass without any key. */
    static Optional<Set<Key>> cheapest(List<Where> wheres, ToDoubleFunction<Key> cost) {
        return least(
                Stream.concat(wheres.stream().flatMap(where -> cheapest(where, cost).stream()), Bounds.covers(wheres)),
                cost);
    }

    private static Optional<Set<Key>> cheapest(Where where, ToDoubleFunction<Key> cost) {
        return switch (where) {
            case Passes(var field, Test.Matches(var expression)) -> cheapest(implied(field, expression), cost);
            case Passes passes -> least(of(passes).stream(), cost);
            case AllOf(var wheres) -> cheapest(wheres, cost);
            case AnyOf(var wheres) -> {
                Set<Key> together = new HashSet<>();
                for (Where each : wheres) {
                    Optional<Set<Key>> cover = cheapest(each, cost);
                    if (cover.isEmpty()) {
                        yield Optional.empty();
                    }
                    together.addAll(cover.get());
                }
                yield Optional.of(together);
            }
            case NoneOf _ -> Optional.empty();
        };
    }

    private static List<Where> implied(Field field, String expression) {
        List<Where> implied = new ArrayList<>(Expression.implied(field, expression));
        implied.add(new Passes(field, new Test.Exists(true)));
        return implied;
    }

    private static Optional<Set<Key>> least(Stream<Set<Key>> covers, ToDoubleFunction<Key> cost) {
        return covers.min(Comparator.comparingDouble(
                cover -> cover.stream().mapToDouble(cost).sum()));
    }

    private static List<Set<Key>> of(Passes passes) {
        Field field = passes.field();
        List<Set<Key>> covers = new ArrayList<>();
        switch (passes.test()) {
            case Test.Is(var values) -> covers.add(exact(field, values));
            case Test.StartsWith(var prefix) -> begins(field, prefix, covers);
            case Test.EndsWith(var suffix) -> has(field, suffix, true, covers);
            case Test.Contains(var part) -> has(field, part, false, covers);
            case Test.Like(var pattern) -> {
                String[] texts = pattern.split("[*?]", -1);
                begins(field, texts[0], covers);
                for (int at = 1; at < texts.length; at++) {
                    has(field, texts[at], at == texts.length - 1, covers);
                }
            }
            case Test.AtLeast _, Test.AtMost _, Test.Above _, Test.Below _ ->
                Bounds.covers(List.of(passes)).forEach(covers::add);
            case Test.Matches _, Test.Exists _ -> {}
        }
        boolean mayBeMissing = passes.test() instanceof Test.Exists(var exists) && !exists;
        if (covers.isEmpty() && !mayBeMissing) {
            covers.add(Set.of(new Key.Any(field)));
        }
        return covers;
    }

    private static Set<Key> exact(Field field, Collection<Value> values) {
        return values.stream()
                .map(value -> switch (value) {
                    case Value.Text(var text) -> new Key.Text(field, text);
                    case Value.Num(var number) -> new Key.Num(field, number.micros());
                    case Value.Flag(var flag) -> new Key.Flag(field, flag);
                    case Value.Untyped _ -> throw new IllegalArgumentException("a rule's values have a type");
                })
                .collect(Collectors.toSet());
    }

    private static void begins(Field field, String prefix, List<Set<Key>> covers) {
        if (!prefix.isEmpty()) {
            covers.add(Set.of(new Key.Prefix(field, prefix)));
        }
    }

    private static void has(Field field, String text, boolean atEnd, List<Set<Key>> covers) {
        if (!text.isEmpty()) {
            covers.add(Set.of(new Key.Needle(field, text, atEnd)));
        }
    }
}
