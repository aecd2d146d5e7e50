package dev.tern.access;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.KeyHash;
import dev.tern.catalog.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which key is whose. */
@ApplicationScoped
public class Access {
    private static final String BEARER = "Bearer ";
    private static final Caller BOOTSTRAP = new Caller(Optional.empty(), Set.of(Scope.values()));

    private final Catalog catalog;
    private final Optional<byte[]> adminKeyHash;

    Access(Catalog catalog, AccessConfig config) {
        this.catalog = catalog;
        this.adminKeyHash = config.adminKey().map(KeyHash::of).map(Access::bytes);
    }

    /**
     * Whose key a request bears, where it bears a known one.
     *
     * @param authorization the header of this name; null for none
     */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String keyHash = KeyHash.of(authorization.substring(BEARER.length()).strip());
        if (adminKeyHash.isPresent() && MessageDigest.isEqual(bytes(keyHash), adminKeyHash.get())) {
            return Optional.of(BOOTSTRAP);
        }
        return catalog.grant(keyHash).map(grant -> new Caller(Optional.of(grant.site()), grant.scopes()));
    }

    private static byte[] bytes(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }
}
