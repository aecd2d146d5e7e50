package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What must hold of one event. */
public sealed interface Where {
    /** The field passes the test. */
    record Passes(Field field, Test test) implements Where {
        public Passes {
            requireNonNull(field, "field");
            requireNonNull(test, "test");
        }
    }

    /** All hold. */
    record AllOf(List<Where> wheres) implements Where {
        public AllOf {
            wheres = List.copyOf(wheres);
        }
    }

    /** At least one holds. */
    record AnyOf(List<Where> wheres) implements Where {
        public AnyOf {
            wheres = List.copyOf(wheres);
        }
    }

    /** None holds. */
    record NoneOf(List<Where> wheres) implements Where {
        public NoneOf {
            wheres = List.copyOf(wheres);
        }
    }
}
