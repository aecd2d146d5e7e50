package dev.tern.access;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import dev.tern.catalog.Scope;
import java.util.Optional;
import java.util.Set;

/**
 * Whose key a request bears.
 *
 * @param site of the key; absent for the bootstrap key, which belongs to every site
 * @param scopes of the key
 */
public record Caller(Optional<SiteId> site, Set<Scope> scopes) {
    /** Under which name the request's properties hold it. */
    public static final String PROPERTY = "dev.tern.caller";

    public Caller {
        requireNonNull(site, "site");
        scopes = Set.copyOf(scopes);
    }

    /** Whether it may do what takes this scope, on its sites. */
    public boolean may(Scope asked) {
        return scopes.contains(asked);
    }

    /** Whether the site of this name is one of its sites. */
    public boolean isOf(String name) {
        return site.isEmpty() || site.get().value().equals(name);
    }
}
