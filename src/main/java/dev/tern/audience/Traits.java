package dev.tern.audience;

import dev.tern.catalog.Snapshot;
import dev.tern.rule.Trait;
import dev.tern.site.SiteChange;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.Session;

/** The conditions that the rules of a site ask about, by numbers that stay theirs. */
@Singleton
final class Traits {
    private final Session entities;

    Traits(Session entities) {
        this.entities = entities;
    }

    /** The number of each condition, new ones included; those that nobody asked about until now count from now. */
    List<Integer> numbers(SiteChange change, List<Trait> traits, Instant now) {
        Map<String, String> textByHash = new TreeMap<>();
        traits.forEach(trait -> textByHash.put(hash(trait.canonical()), trait.canonical()));
        Map<String, TraitRow> found = new HashMap<>();
        TraitRow.byHash(change.serial(), textByHash.keySet()).forEach(row -> found.put(row.hash, row));
        Set<Integer> asked = found.isEmpty() ? Set.of() : asked(change.serial());
        textByHash.forEach((hash, text) -> {
            TraitRow row = found.get(hash);
            if (row == null) {
                found.put(hash, create(change, hash, text, now));
            } else if (!asked.contains(row.number)) {
                row.since = now;
            }
        });
        return found.values().stream().map(row -> row.number).sorted().toList();
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

    private static TraitRow create(SiteChange change, String hash, String condition, Instant now) {
        TraitRow row = new TraitRow();
        row.site = change.serial();
        row.number = change.newTraitNumber();
        row.condition = condition;
        row.hash = hash;
        row.since = now;
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
