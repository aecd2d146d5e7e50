package dev.tern.matching.checks;

import dev.tern.Value;
import dev.tern.rule.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compiles {@code is}: each value is held against the field as what it is, a text, a number or a flag. */
final class Is {
    private Is() {}

    static Check compile(Field field, List<Value> values) {
        if (values.size() == 1) {
            return one(field, values.getFirst());
        }
        Set<String> texts = new HashSet<>();
        Check holds = facts -> {
            String text = facts.text(field);
            return text != null && texts.contains(text);
        };
        long[] numbers = new long[values.size()];
        int count = 0;
        for (Value value : values) {
            switch (value) {
                case Value.Text(var text) -> texts.add(text);
                case Value.Num(var number) -> numbers[count++] = number.micros();
                case Value.Flag _ -> holds = either(holds, one(field, value));
                case Value.Untyped _ -> throw untyped();
            }
        }
        return count == 0 ? holds : either(holds, number(field, Arrays.copyOf(numbers, count)));
    }

    private static Check one(Field field, Value value) {
        return switch (value) {
            case Value.Text(var text) -> facts -> text.equals(facts.text(field));
            case Value.Num(var number) -> facts -> facts.micros(field) == number.micros();
            case Value.Flag(var flag) -> facts -> facts.is(field, flag);
            case Value.Untyped _ -> throw untyped();
        };
    }

    private static Check number(Field field, long[] numbers) {
        Arrays.sort(numbers);
        return facts -> Arrays.binarySearch(numbers, facts.micros(field)) >= 0;
    }

    private static Check either(Check one, Check other) {
        return facts -> one.holds(facts) || other.holds(facts);
    }

    private static IllegalArgumentException untyped() {
        return new IllegalArgumentException("a rule's values have a type");
    }
}
