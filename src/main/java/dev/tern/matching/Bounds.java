package dev.tern.matching;

import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The range that the bounds of a field leave together. */
final class Bounds {
    private Bounds() {}

    /** A cover for each field that has bounds in what must hold together; an empty one where no number is inside. */
    static Stream<Set<Key>> covers(List<Where> wheres) {
        Map<Field, Key.Range> ranges = new LinkedHashMap<>();
        for (Where where : wheres) {
            if (where instanceof Where.Passes(var field, var test)) {
                range(field, test).ifPresent(range -> ranges.merge(field, range, Bounds::both));
            }
        }
        return ranges.values().stream().map(range -> range.fromMicros() > range.toMicros() ? Set.of() : Set.of(range));
    }

    private static Optional<Key.Range> range(Field field, Test test) {
        return switch (test) {
            case Test.AtLeast(var bound) -> Optional.of(from(field, bound.micros()));
            case Test.Above(var bound) -> Optional.of(from(field, bound.micros() + 1));
            case Test.AtMost(var bound) -> Optional.of(to(field, bound.micros()));
            case Test.Below(var bound) -> Optional.of(to(field, bound.micros() - 1));
            case Test.Is _, Test.StartsWith _, Test.EndsWith _, Test.Contains _ -> Optional.empty();
            case Test.Like _, Test.Matches _, Test.Exists _ -> Optional.empty();
        };
    }

    private static Key.Range from(Field field, long micros) {
        return new Key.Range(field, micros, Key.Range.MAX_MICROS);
    }

    private static Key.Range to(Field field, long micros) {
        return new Key.Range(field, Key.Range.MIN_MICROS, micros);
    }

    private static Key.Range both(Key.Range one, Key.Range other) {
        return new Key.Range(
                one.field(),
                Math.max(one.fromMicros(), other.fromMicros()),
                Math.min(one.toMicros(), other.toMicros()));
    }
}
