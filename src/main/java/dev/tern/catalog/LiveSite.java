package dev.tern.catalog;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import dev.tern.matching.RuleSet;
import java.util.List;

/**
 * A site as it is served now.
 *
 * @param serial names the site in Redis keys
 */
public record LiveSite(SiteId id, long serial, SiteSettings settings, List<Snapshot.Key> keys, RuleSet rules) {
    public LiveSite {
        requireNonNull(id, "id");
        requireNonNull(settings, "settings");
        keys = List.copyOf(keys);
        requireNonNull(rules, "rules");
    }

    static LiveSite of(Snapshot snapshot) {
        return new LiveSite(
                snapshot.id(), snapshot.serial(), snapshot.settings(), snapshot.keys(), Compiling.rules(snapshot));
    }
}
