package dev.tern.access;

import dev.tern.SiteId;
import java.util.Optional;

/**
 * Whose key a request bears.
 *
 * @param site of the key; absent for the bootstrap key, which belongs to every site
 */
public record Caller(Optional<SiteId> site) {
    /** Under which name the request's properties hold it. */
    public static final String PROPERTY = "dev.tern.caller";
}
