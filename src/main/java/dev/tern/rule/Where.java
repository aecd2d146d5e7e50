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
            wheres = Where.atLeastOne(wheres);
        }
    }

    /** At least one holds. */
    record AnyOf(List<Where> wheres) implements Where {
        public AnyOf {
            wheres = Where.atLeastOne(wheres);
        }
    }

    /** None holds. */
    record NoneOf(List<Where> wheres) implements Where {
        public NoneOf {
            wheres = Where.atLeastOne(wheres);
        }
    }

    private static List<Where> atLeastOne(List<Where> wheres) {
        if (wheres.isEmpty()) {
            throw new IllegalArgumentException("at least one");
        }
        return List.copyOf(wheres);
    }

    /** Whether a test in it is of such a field. */
    default boolean asksAbout(Field.Kind kind) {
        return switch (this) {
            case Passes passes -> passes.field().kind() == kind;
            case AllOf(var wheres) -> wheres.stream().anyMatch(where -> where.asksAbout(kind));
            case AnyOf(var wheres) -> wheres.stream().anyMatch(where -> where.asksAbout(kind));
            case NoneOf(var wheres) -> wheres.stream().anyMatch(where -> where.asksAbout(kind));
        };
    }
}
