package dev.tern.matching.checks;

import dev.tern.Value;
import dev.tern.matching.facts.Facts;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import dev.tern.rule.Where.NoneOf;
import dev.tern.rule.Where.Passes;
import java.util.List;

/** The same in fewer words: a utm value is a query value, and a simple {@code like} is one of the cheaper tests. */
public final class Normal {
    private Normal() {}

    public static Where of(Where where) {
        return switch (where) {
            case Passes(var field, var test) -> new Passes(of(field), of(test));
            case AllOf(var wheres) -> new AllOf(of(wheres));
            case AnyOf(var wheres) -> new AnyOf(of(wheres));
            case NoneOf(var wheres) -> new NoneOf(of(wheres));
        };
    }

    /** Each in its normal form. */
    public static List<Where> of(List<Where> wheres) {
        return wheres.stream().map(Normal::of).toList();
    }

    private static Field of(Field field) {
        return field.kind() == Field.Kind.UTM ? new Field(Field.Kind.QUERY, Facts.utmName(field)) : field;
    }

    private static Test of(Test test) {
        return test instanceof Test.Like(var pattern) ? like(pattern) : test;
    }

    private static Test like(String pattern) {
        if (pattern.indexOf('?') >= 0) {
            return new Test.Like(pattern);
        }
        boolean open = pattern.startsWith("*");
        boolean openEnded = pattern.endsWith("*");
        String inner = pattern.substring(open ? 1 : 0, Math.max(pattern.length() - (openEnded ? 1 : 0), open ? 1 : 0));
        if (inner.indexOf('*') >= 0) {
            return new Test.Like(pattern);
        }
        if (open && openEnded) {
            return new Test.Contains(inner);
        }
        return open
                ? new Test.EndsWith(inner)
                : openEnded ? new Test.StartsWith(inner) : new Test.Is(List.of(new Value.Text(inner)));
    }
}
