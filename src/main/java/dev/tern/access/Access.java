package dev.tern.access;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.Grant;
import dev.tern.catalog.KeyHash;
import dev.tern.catalog.Scope;
import dev.tern.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Which key opens what. */
@ApplicationScoped
class Access {
    private static final String BEARER = "Bearer ";

    private final Catalog catalog;
    private final Optional<byte[]> adminKeyHash;

    Access(Catalog catalog, AccessConfig config) {
        this.catalog = catalog;
        this.adminKeyHash = config.adminKey().map(KeyHash::of).map(Access::bytes);
    }

    /**
     * Whose key the request bears, if the key allows what is asked.
     *
     * @throws HttpProblem 401 or 403
     */
    Caller caller(ContainerRequestContext request, Scope asked) {
        String keyHash = KeyHash.of(bearer(request));
        if (adminKeyHash.isPresent() && MessageDigest.isEqual(bytes(keyHash), adminKeyHash.get())) {
            return new Caller(Optional.empty());
        }
        Grant grant = catalog.grant(keyHash).orElseThrow(Access::unauthorized);
        if (!grant.scopes().contains(asked)) {
            throw new HttpProblem(Status.FORBIDDEN, "The key lacks the scope " + asked.text());
        }
        String site = request.getUriInfo().getPathParameters().getFirst("site");
        if (site != null && !site.equals(grant.site().value())) {
            throw new HttpProblem(Status.FORBIDDEN, "The key is of another site");
        }
        return new Caller(Optional.of(grant.site()));
    }

    private static String bearer(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthorized();
        }
        return header.substring(BEARER.length()).strip();
    }

    private static HttpProblem unauthorized() {
        return new HttpProblem(
                Status.UNAUTHORIZED,
                "An API key is needed: Authorization: Bearer <key>",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }

    private static byte[] bytes(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }
}
