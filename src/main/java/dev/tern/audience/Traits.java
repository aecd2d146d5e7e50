package dev.tern.audience;

import dev.tern.catalog.Snapshot;
import dev.tern.rule.Trait;
import dev.tern.site.SiteChange;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/** The traits that the rules of a site ask about, by numbers that stay theirs. */
@Singleton
final class Traits {
    private final Session entities;

    Traits(Session entities) {
        this.entities = entities;
    }

    /** The number of each trait, of those too that nobody asked about until now. */
    Map<Trait, Integer> numbered(SiteChange change, Collection<Trait> traits) {
        Map<Trait, Integer> numbers = new HashMap<>(known(change.serial(), traits));
        for (Trait trait : traits) {
            numbers.computeIfAbsent(trait, unknown -> create(change, unknown).number);
        }
        return numbers;
    }

    /** The number of each trait that has one. */
    Map<Trait, Integer> known(long site, Collection<Trait> traits) {
        Map<String, Trait> byHash = new HashMap<>();
        traits.forEach(trait -> byHash.put(hash(trait.canonical()), trait));
        Map<Trait, Integer> known = new HashMap<>();
        for (TraitRow row : TraitRow.byHash(site, byHash.keySet())) {
            Trait trait = byHash.get(row.hash);
            if (trait != null) {
                known.put(trait, row.number);
            }
        }
        return known;
    }

    /** Those that some audience of the site asks about. */
    List<Snapshot.Trait> of(long site) {
        Set<Integer> asked = asked(site);
        return TraitRow.<TraitRow>stream("site = ?1 order by number", site)
                .filter(row -> asked.contains(row.number))
                .map(row -> new Snapshot.Trait(row.number, row.condition))
                .toList();
    }

    private Set<Integer> asked(long site) {
        return new HashSet<>(entities.createNativeQuery(
                        "SELECT DISTINCT unnest(traits) FROM audience WHERE site = ?1", Integer.class)
                .setParameter(1, site)
                .getResultList());
    }

    private static TraitRow create(SiteChange change, Trait trait) {
        TraitRow row = new TraitRow();
        row.site = change.serial();
        row.number = change.newTraitNumber();
        row.condition = trait.canonical();
        row.hash = hash(row.condition);
        row.persist();
        return row;
    }

    private static String hash(String condition) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(condition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
