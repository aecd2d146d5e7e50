package dev.tern.site;

import static java.util.Objects.requireNonNull;

import dev.tern.rule.Sensitive;
import dev.tern.rule.Window;
import java.util.Optional;

/**
 * Fired when a site gets other settings, in the transaction of that change. Who objects throws.
 *
 * @param change the site as it becomes
 * @param sensitiveBefore which rules were sensitive
 * @param retentionBefore how long visitors were remembered at most
 */
public record SettingsChanging(SiteChange change, Sensitive sensitiveBefore, Optional<Window> retentionBefore) {
    public SettingsChanging {
        requireNonNull(change, "change");
        requireNonNull(sensitiveBefore, "sensitiveBefore");
        requireNonNull(retentionBefore, "retentionBefore");
    }
}
