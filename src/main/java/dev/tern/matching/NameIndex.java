package dev.tern.matching;

import dev.tern.Value;
import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import dev.tern.matching.facts.Query;
import dev.tern.matching.facts.Texts;
import dev.tern.rule.Field;
import dev.tern.rule.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The conditions that may count events of one name, each under the keys of one cover; those without a cover are the rest.
 *
 * <p>Of its covers a condition takes the one that the fewest events have, by a guess from the kind of the key and from
 * how many conditions could stand under it: {@code host}, which every event of a site shares, is passed over for the
 * path that no other condition names. An event is held only against the keys that it has, so the cost grows with the
 * event and the conditions that nearly count it, and not with all conditions.
 */
final class NameIndex {
    /** A condition, compiled, and the tests that it was compiled from. */
    record Entry(CompiledCondition condition, List<Where> where) {}

    private final FieldIndex[] plain;
    private final Texts<FieldIndex> queries;
    private final boolean asksQuery;
    private final Map<String, FieldIndex> props;
    private final CompiledCondition[] rest;

    NameIndex(List<Entry> entries) {
        Map<Key, Integer> counts = new HashMap<>();
        for (Entry entry : entries) {
            Covers.keys(entry.where()).forEach(key -> counts.merge(key, 1, Integer::sum));
        }
        Map<Field, Map<Key, List<CompiledCondition>>> byField = new HashMap<>();
        List<CompiledCondition> uncovered = new ArrayList<>();
        for (Entry entry : entries) {
            Covers.cheapest(entry.where(), key -> key.likelihood(counts.getOrDefault(key, 1)))
                    .ifPresentOrElse(
                            cover -> cover.forEach(key -> byField.computeIfAbsent(key.field(), _ -> new HashMap<>())
                                    .computeIfAbsent(key, _ -> new ArrayList<>())
                                    .add(entry.condition())),
                            () -> uncovered.add(entry.condition()));
        }
        List<FieldIndex> indexes = byField.entrySet().stream()
                .map(each -> new FieldIndex(each.getKey(), each.getValue()))
                .toList();
        Map<String, FieldIndex> byQuery = named(indexes, Field.Kind.QUERY);
        this.plain = indexes.stream()
                .filter(index -> !index.field().kind().takesName())
                .toArray(FieldIndex[]::new);
        this.queries = new Texts<>(byQuery);
        this.asksQuery = !byQuery.isEmpty();
        this.props = Map.copyOf(named(indexes, Field.Kind.PROP));
        this.rest = uncovered.toArray(CompiledCondition[]::new);
    }

    private static Map<String, FieldIndex> named(List<FieldIndex> indexes, Field.Kind kind) {
        Map<String, FieldIndex> named = new HashMap<>();
        for (FieldIndex index : indexes) {
            if (index.field().kind() == kind) {
                named.put(index.field().name(), index);
            }
        }
        return named;
    }

    void offer(Facts facts, Found found) {
        for (FieldIndex index : plain) {
            index.offer(facts, found);
        }
        if (asksQuery) {
            offerQueries(facts, found);
        }
        if (!props.isEmpty()) {
            offerProps(facts, found);
        }
        found.offer(rest, facts);
    }

    private void offerQueries(Facts facts, Found found) {
        Query query = facts.query();
        for (int number = 0; number < query.size(); number++) {
            FieldIndex index = query.look(queries, number);
            if (index != null) {
                index.offer(facts, found);
            }
        }
    }

    private void offerProps(Facts facts, Found found) {
        for (Map.Entry<String, Value> prop : facts.event().props().entrySet()) {
            FieldIndex index = props.get(prop.getKey());
            if (index != null) {
                index.offer(facts, found);
            }
        }
    }
}
