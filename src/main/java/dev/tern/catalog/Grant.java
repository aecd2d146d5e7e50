package dev.tern.catalog;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import java.util.Set;

/** What an API key of a site allows. */
public record Grant(SiteId site, Set<Scope> scopes) {
    public Grant {
        requireNonNull(site, "site");
        scopes = Set.copyOf(scopes);
    }
}
