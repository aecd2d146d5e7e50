package dev.tern.access;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.Grant;
import dev.tern.catalog.KeyHash;
import dev.tern.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Holds every resource to the scope that it {@link Allows}: 401 without a known key, 403 with the wrong one. */
@Provider
@Singleton
@Priority(Priorities.AUTHORIZATION)
final class AccessFilter implements ContainerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final Catalog catalog;
    private final Optional<byte[]> adminKeyHash;

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    ResourceInfo resource;

    AccessFilter(Catalog catalog, AccessConfig config) {
        this.catalog = catalog;
        this.adminKeyHash = config.adminKey().map(KeyHash::of).map(AccessFilter::bytes);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Allows allows = resource.getResourceMethod().getAnnotation(Allows.class);
        if (allows == null) {
            throw new HttpProblem(Status.FORBIDDEN, "Open to no key");
        }
        String keyHash = KeyHash.of(bearer(request));
        if (adminKeyHash.isPresent() && MessageDigest.isEqual(bytes(keyHash), adminKeyHash.get())) {
            request.setProperty(Caller.PROPERTY, new Caller(Optional.empty()));
            return;
        }
        Grant grant = catalog.grant(keyHash).orElseThrow(AccessFilter::unauthorized);
        String site = request.getUriInfo().getPathParameters().getFirst("site");
        if (!grant.scopes().contains(allows.value())) {
            throw new HttpProblem(
                    Status.FORBIDDEN,
                    "The key lacks the scope " + allows.value().text());
        }
        if (site != null && !site.equals(grant.site().value())) {
            throw new HttpProblem(Status.FORBIDDEN, "The key is of another site");
        }
        request.setProperty(Caller.PROPERTY, new Caller(Optional.of(grant.site())));
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
