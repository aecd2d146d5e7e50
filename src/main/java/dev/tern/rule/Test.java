package dev.tern.rule;

import dev.tern.Decimal;
import dev.tern.Value;
import java.util.List;

/** What a field's value is held against. A missing field, and one of the wrong type, passes none but {@code exists: false}. */
public sealed interface Test {
    /** It is one of these. */
    record Is(List<Value> values) implements Test {
        public Is {
            values = List.copyOf(values);
        }
    }

    /** The text begins so. */
    record StartsWith(String text) implements Test {}

    /** The text ends so. */
    record EndsWith(String text) implements Test {}

    /** The text has this in it. */
    record Contains(String text) implements Test {}

    /** The whole text has this shape: {@code *} stands for any characters, {@code ?} for one. */
    record Like(String pattern) implements Test {}

    /** Somewhere the text matches this regular expression (RE2 syntax, linear time). */
    record Matches(String expression) implements Test {}

    /** The number is this or more. */
    record AtLeast(Decimal number) implements Test {}

    /** The number is this or less. */
    record AtMost(Decimal number) implements Test {}

    /** The number is more than this. */
    record Above(Decimal number) implements Test {}

    /** The number is less than this. */
    record Below(Decimal number) implements Test {}

    /** There is a value, or there is none. */
    record Exists(boolean exists) implements Test {}
}
