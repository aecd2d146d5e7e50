package dev.tern.access;

import dev.tern.catalog.Scope;
import dev.tern.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds every resource to the scope that it {@link Allows}: 401 without a known key, 429 where the address brought too many unknown ones,
 * 403 with the wrong one.
 */
@Provider
@Singleton
@Priority(Priorities.AUTHORIZATION)
final class AccessFilter implements ContainerRequestFilter {
    private final Access access;
    private final UnknownKeys unknown;

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    ResourceInfo resource;

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    HttpServerRequest connection;

    /** @param access a proxy, since filters are made before the application starts */
    AccessFilter(Access access, UnknownKeys unknown) {
        this.access = access;
        this.unknown = unknown;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Allows allows = resource.getResourceMethod().getAnnotation(Allows.class);
        if (allows == null) {
            throw new HttpProblem(Status.FORBIDDEN, "Open to no key");
        }
        request.setProperty(Caller.PROPERTY, caller(request, allows.value()));
    }

    private Caller caller(ContainerRequestContext request, Scope asked) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Caller caller = access.caller(authorization).orElseThrow(() -> refusal(authorization));
        if (!caller.may(asked)) {
            throw new HttpProblem(Status.FORBIDDEN, "The key lacks the scope " + asked.text());
        }
        String site = request.getUriInfo().getPathParameters().getFirst("site");
        if (site != null && !caller.isOf(site)) {
            throw new HttpProblem(Status.FORBIDDEN, "The key is of another site");
        }
        return caller;
    }

    private HttpProblem refusal(@Nullable String authorization) {
        long seconds = authorization != null && Access.bearsAKey(authorization) ? unknown.secondsToWait(address()) : 0;
        if (seconds > 0) {
            return new HttpProblem(
                    Status.TOO_MANY_REQUESTS,
                    "Too many unknown API keys came from this address",
                    Map.of(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        }
        return new HttpProblem(
                Status.UNAUTHORIZED,
                "An API key is needed: Authorization: Bearer <key>",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }

    /** Of who asks; null where the connection is closed by now. */
    private @Nullable String address() {
        SocketAddress address = connection.remoteAddress();
        return address == null ? null : address.hostAddress();
    }
}
