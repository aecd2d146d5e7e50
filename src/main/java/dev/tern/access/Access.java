package dev.tern.access;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.Grant;
import dev.tern.catalog.Scope;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final KeyHashes hashes;
    private final Optional<byte[]> adminKeyDigest;

    Access(Catalog catalog, KeyHashes hashes, AccessConfig config) {
        this.catalog = catalog;
        this.hashes = hashes;
        this.adminKeyDigest = config.adminKey().map(hashes::digest);
    }

    /**
     * Whose key a request bears, where it bears a known one.
     *
     * @param authorization the header of this name; null for none
     */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !bearsAKey(authorization)) {
            return Optional.empty();
        }
        byte[] digest = hashes.digest(authorization.substring(BEARER.length()).strip());
        if (adminKeyDigest.isPresent() && MessageDigest.isEqual(digest, adminKeyDigest.get())) {
            return Optional.of(BOOTSTRAP);
        }
        for (int secret = 0; secret < hashes.count(); secret++) {
            Optional<Grant> grant = catalog.grant(hashes.of(digest, secret));
            if (grant.isPresent()) {
                return grant.map(found -> new Caller(Optional.of(found.site()), found.scopes()));
            }
        }
        return Optional.empty();
    }

    /** Whether the header of this name brings a key, known or not. */
    static boolean bearsAKey(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
