package dev.tern.matching;

import dev.tern.Decimal;
import dev.tern.Value;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.util.Arrays;
import java.util.List;

/** Tests in few words. */
final class Tests {
    private Tests() {}

    static Where is(String field, String... texts) {
        return passes(
                field,
                new Test.Is(Arrays.stream(texts).<Value>map(Value.Text::new).toList()));
    }

    static Where startsWith(String field, String text) {
        return passes(field, new Test.StartsWith(text));
    }

    static Where endsWith(String field, String text) {
        return passes(field, new Test.EndsWith(text));
    }

    static Where contains(String field, String text) {
        return passes(field, new Test.Contains(text));
    }

    static Where like(String field, String pattern) {
        return passes(field, new Test.Like(pattern));
    }

    static Where matches(String field, String expression) {
        return passes(field, new Test.Matches(expression));
    }

    static Where atLeast(long value) {
        return passes("value", new Test.AtLeast(new Decimal(1_000_000 * value)));
    }

    static List<Where> band(long fromMicros, long toMicros) {
        return List.of(
                passes("value", new Test.AtLeast(new Decimal(fromMicros))),
                passes("value", new Test.Below(new Decimal(toMicros))));
    }

    private static Where passes(String field, Test test) {
        return new Where.Passes(Field.parse(field).orElseThrow(), test);
    }
}
