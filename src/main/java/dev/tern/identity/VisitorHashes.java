package dev.tern.identity;

import dev.tern.VisitorId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What stands for a visitor where nobody may learn who it was: a keyed hash of the ID, another one on each site. */
@Singleton
public final class VisitorHashes {
    private final IdentityConfig config;
    private final Map<Long, List<Signature>> bySite = new ConcurrentHashMap<>();

    VisitorHashes(IdentityConfig config) {
        this.config = config;
    }

    /**
     * The hashes of a visitor, each of 16 bytes: one for each secret, of which the first is the one to write.
     *
     * @param site the site's serial
     */
    public List<byte[]> of(long site, VisitorId visitor) {
        return bySite.computeIfAbsent(site, this::signatures).stream()
                .map(signature -> signature.of(visitor))
                .toList();
    }

    private List<Signature> signatures(long site) {
        return config.secrets().orElseThrow().stream()
                .map(secret -> new Signature(secret, "tern tombstone of " + site))
                .toList();
    }
}
