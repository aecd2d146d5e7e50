package dev.tern.identity;

import dev.tern.SiteId;
import dev.tern.VisitorId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a form of a visitor's page carries, so that only who was given the page can send it: a signature of the visitor's ID for one
 * site, or of no ID where the browser has none, in base64url.
 */
@Singleton
public final class FormTokens {
    private static final byte[] NOBODY = {};

    private final IdentityConfig config;
    private final Map<SiteId, List<Signature>> bySite = new ConcurrentHashMap<>();

    FormTokens(IdentityConfig config) {
        this.config = config;
    }

    /** The token for a form of the site that this visitor's browser is given. */
    public String of(SiteId site, Optional<VisitorId> visitor) {
        byte[] signature = signatures(site).getFirst().of(message(visitor));
        return VisitorId.of(signature).text();
    }

    /** Whether it is such a token, under any of the secrets. */
    public boolean matches(SiteId site, Optional<VisitorId> visitor, String token) {
        Optional<byte[]> sent = VisitorId.parse(token).map(VisitorId::bytes);
        return sent.isPresent()
                && signatures(site).stream().anyMatch(signature -> signature.matches(message(visitor), sent.get()));
    }

    private List<Signature> signatures(SiteId site) {
        return bySite.computeIfAbsent(site, some -> config.secrets().orElseThrow().stream()
                .map(secret -> new Signature(secret, "tern form of " + some))
                .toList());
    }

    private static byte[] message(Optional<VisitorId> visitor) {
        return visitor.map(VisitorId::bytes).orElse(NOBODY);
    }
}
