package dev.tern.site;

import static java.util.Objects.requireNonNull;

import dev.tern.rule.Sensitive;

/**
 * Fired before a site counts other rules as sensitive than it did, in the transaction of that change. Who objects throws.
 *
 * @param serial what the rows that belong to the site name it by
 */
public record SensitiveChanging(long serial, Sensitive before, Sensitive after) {
    public SensitiveChanging {
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }
}
