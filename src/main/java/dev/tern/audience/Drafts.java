package dev.tern.audience;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
import dev.tern.rule.Definition;
import dev.tern.rule.References;
import dev.tern.rule.Trait;
import dev.tern.timeline.Need;
import dev.tern.timeline.Plan;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Works out what saving a definition would bring, from what its site has in SQL. For the inside of a transaction. */
@Singleton
final class Drafts {
    private static final String KEPT = """
            SELECT trait, threshold, window_millis, reach_millis, min(since) FROM need
            WHERE site = ?1 AND trait IN (?2) GROUP BY trait, threshold, window_millis, reach_millis ORDER BY min(since)
            """;

    private final Session entities;

    Drafts(Session entities) {
        this.entities = entities;
    }

    /** What some audiences have made to be kept of a trait, and since when. */
    private record Kept(int trait, int threshold, long windowMillis, long reachMillis, Instant since) {
        static Kept of(Object[] row) {
            return new Kept((int) row[0], (int) row[1], (long) row[2], (long) row[3], (Instant) row[4]);
        }
    }

    /**
     * Refuses a definition that names what it can't; see {@link References}.
     *
     * @param audience whose it becomes; absent: one that nobody names
     * @param naming the audiences of the site that name others
     */
    static void requireReferences(
            long site, Optional<AudienceId> audience, Definition definition, Map<AudienceId, References.Node> naming) {
        References.Node node = References.Node.of(definition.rule());
        Map<AudienceId, References.Node> others = new HashMap<>(naming);
        boolean isNamed = audience.filter(id ->
                        others.values().stream().anyMatch(other -> other.names().contains(id)))
                .isPresent();
        if (!node.names().isEmpty() || isNamed) {
            AudienceRow.of(site, node.names()).forEach(row -> others.put(new AudienceId(row.id), row.node()));
            References.require(audience, definition.rule(), others);
        }
    }

    /** The audiences that name others. */
    static Map<AudienceId, References.Node> naming(long site) {
        Map<AudienceId, References.Node> naming = new HashMap<>();
        AudienceRow.naming(site).forEach(row -> naming.put(new AudienceId(row.id), row.node()));
        return naming;
    }

    /**
     * What saving would bring.
     *
     * @param definition cut to the site's retention
     * @param numbers of traits, those that have none yet included
     */
    Draft draft(
            long site, Definition definition, Function<Collection<Trait>, Map<Trait, Integer>> numbers, Instant now) {
        Map<AudienceId, Definition> named = named(site, definition);
        Set<Trait> traits = new HashSet<>(definition.rule().traits());
        named.values().forEach(other -> traits.addAll(other.rule().traits()));
        Map<Trait, Integer> numbered = numbers.apply(traits);
        // Of what is needed, whose days are counted says nothing.
        Plan plan = new Plan.Site(ZoneOffset.UTC, named, trait -> numbered.getOrDefault(trait, -1)).plan(definition);
        Map<Integer, Long> memoryMillis = plan.memoryMillis();
        List<Kept> kept = entities.createNativeQuery(KEPT, Object[].class)
                .setParameter(1, site)
                .setParameterList(2, numbered.values())
                .getResultStream()
                .map(Kept::of)
                .toList();
        // Of the present, what is kept for a longer window tells as much: the latest events are always known.
        boolean asksAboutThePast = Stream.concat(Stream.of(definition), named.values().stream())
                .anyMatch(each -> each.keep().isPresent());
        List<Draft.Asked> asked = new ArrayList<>();
        Instant completeFrom = Instant.EPOCH;
        for (Trait trait : traits) {
            int number = numbered.getOrDefault(trait, -1);
            Need need = requireNonNull(plan.needs().of(number), "of the traits of its own rule");
            long memory = memoryMillis.getOrDefault(number, 0L);
            Optional<Instant> since = keptSince(kept, number, need, memory, asksAboutThePast);
            boolean exists = kept.stream().anyMatch(each -> each.trait == number);
            asked.add(new Draft.Asked(trait, number, need, exists, since));
            Instant complete = since.orElse(now).plusMillis(memory);
            completeFrom = complete.isAfter(completeFrom) ? complete : completeFrom;
        }
        return new Draft(asked, completeFrom);
    }

    /** Since when all together have kept so much; nothing where they do not. */
    private static Optional<Instant> keptSince(
            List<Kept> kept, int trait, Need need, long memoryMillis, boolean windowMatters) {
        int threshold = 0;
        long window = Long.MAX_VALUE;
        long reach = 0;
        for (Kept each : kept) {
            if (each.trait == trait) {
                threshold = Math.max(threshold, each.threshold);
                window = Math.min(window, each.windowMillis);
                reach = Math.max(reach, each.reachMillis);
                if (threshold >= NeedRow.threshold(need)
                        && (!windowMatters || window <= NeedRow.windowMillis(need))
                        && reach >= memoryMillis) {
                    return Optional.of(each.since);
                }
            }
        }
        return Optional.empty();
    }

    /** The audiences that a definition leads to, cut as it is. */
    private static Map<AudienceId, Definition> named(long site, Definition definition) {
        Map<AudienceId, Definition> named = new HashMap<>();
        Set<AudienceId> next =
                new HashSet<>(References.Node.of(definition.rule()).names());
        while (!next.isEmpty()) {
            Set<AudienceId> further = new HashSet<>();
            for (AudienceRow row : AudienceRow.of(site, next)) {
                Definition other = Definition.read(row.definition()).cutTo(definition.retention());
                named.put(new AudienceId(row.id), other);
                further.addAll(row.node().names());
            }
            further.removeAll(named.keySet());
            next = further;
        }
        return named;
    }
}
