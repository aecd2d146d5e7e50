package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.TreeSet;

/**
 * Which events count: those of one of the names (of any name, where there is none) that pass every test.
 *
 * @param names sorted and distinct
 * @param where must hold together
 */
public record Condition(List<String> names, List<Where> where) {
    public Condition {
        names = List.copyOf(new TreeSet<>(names));
        where = List.copyOf(where);
        requireNonNull(where, "where");
    }

    /** Whether events of every name count. */
    public boolean countsAnyName() {
        return names.isEmpty();
    }
}
