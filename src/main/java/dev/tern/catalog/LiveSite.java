package dev.tern.catalog;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import dev.tern.matching.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site as it is served now.
 *
 * @param serial names the site in Redis keys
 * @param version counts the changes of anything that is published of it
 * @param rulesSinceNanos since when this pod goes by rules of this fingerprint, by {@link System#nanoTime}
 */
public record LiveSite(
        SiteId id,
        long serial,
        long version,
        SiteSettings settings,
        List<Snapshot.Key> keys,
        RuleSet rules,
        long rulesSinceNanos) {
    public LiveSite {
        requireNonNull(id, "id");
        requireNonNull(settings, "settings");
        keys = List.copyOf(keys);
        requireNonNull(rules, "rules");
    }

    /** @param before the site as it was served until now, if it was */
    static LiveSite of(Snapshot snapshot, @Nullable LiveSite before) {
        RuleSet rules = Compiling.rules(snapshot);
        long since = before != null
                        && before.serial == snapshot.serial()
                        && before.rules.fingerprint() == rules.fingerprint()
                ? before.rulesSinceNanos
                : System.nanoTime();
        return new LiveSite(
                snapshot.id(),
                snapshot.serial(),
                snapshot.version(),
                snapshot.settings(),
                snapshot.keys(),
                rules,
                since);
    }
}
