package dev.tern.rule;

import java.util.List;
import java.util.TreeSet;

/**
 * Which events count: those of one of the names (of any name, where there is none) that pass every test. Conditions
 * that differ only in order, repetition and needless nesting are equal, since all are held in one normal form.
 *
 * @param names sorted and distinct
 * @param where must hold together
 */
public record Condition(List<String> names, List<Where> where) {
    public Condition {
        names = List.copyOf(new TreeSet<>(names));
        where = Canonical.together(where);
    }

    /** Whether events of every name count. */
    public boolean countsAnyName() {
        return names.isEmpty();
    }

    /**
     * Whether a test in it is of such a field. One that does not ask about {@link Field.Kind#AGENT} counts only what
     * {@link dev.tern.Agent#countsByDefault} names.
     */
    public boolean asksAbout(Field.Kind kind) {
        return where.stream().anyMatch(each -> each.asksAbout(kind));
    }
}
