package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import dev.tern.Decimal;
import dev.tern.Value;
import java.util.List;

/** What a field's value is held against. A missing field, and one of the wrong type, passes none but {@code exists: false}. */
public sealed interface Test {
    /**
     * It is one of these.
     *
     * @param values at least one, distinct and in the order of {@link Canonical}
     */
    record Is(List<Value> values) implements Test {
        public Is {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("at least one value");
            }
            values = Canonical.ordered(values, Canonical::json);
        }
    }

    /** The text begins so. */
    record StartsWith(String text) implements Test {
        public StartsWith {
            requireNonNull(text, "text");
        }
    }

    /** The text ends so. */
    record EndsWith(String text) implements Test {
        public EndsWith {
            requireNonNull(text, "text");
        }
    }

    /** The text has this in it. */
    record Contains(String text) implements Test {
        public Contains {
            requireNonNull(text, "text");
        }
    }

    /** The whole text has this shape: {@code *} stands for any characters, {@code ?} for one. */
    record Like(String pattern) implements Test {
        public Like {
            requireNonNull(pattern, "pattern");
        }
    }

    /** Somewhere the text matches this regular expression (RE2 syntax, linear time). */
    record Matches(String expression) implements Test {
        public Matches {
            requireNonNull(expression, "expression");
        }
    }

    /** The number is this or more. */
    record AtLeast(Decimal number) implements Test {
        public AtLeast {
            requireNonNull(number, "number");
        }
    }

    /** The number is this or less. */
    record AtMost(Decimal number) implements Test {
        public AtMost {
            requireNonNull(number, "number");
        }
    }

    /** The number is more than this. */
    record Above(Decimal number) implements Test {
        public Above {
            requireNonNull(number, "number");
        }
    }

    /** The number is less than this. */
    record Below(Decimal number) implements Test {
        public Below {
            requireNonNull(number, "number");
        }
    }

    /** There is a value, or there is none. */
    record Exists(boolean exists) implements Test {}
}
