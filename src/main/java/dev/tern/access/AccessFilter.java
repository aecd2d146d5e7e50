package dev.tern.access;

import dev.tern.catalog.Scope;
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
import java.util.Map;

/** Holds every resource to the scope that it {@link Allows}: 401 without a known key, 403 with the wrong one. */
@Provider
@Singleton
@Priority(Priorities.AUTHORIZATION)
final class AccessFilter implements ContainerRequestFilter {
    private final Access access;

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    ResourceInfo resource;

    /** @param access a proxy, since filters are made before the application starts */
    AccessFilter(Access access) {
        this.access = access;
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
        Caller caller = access.caller(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(AccessFilter::unauthorized);
        if (!caller.may(asked)) {
            throw new HttpProblem(Status.FORBIDDEN, "The key lacks the scope " + asked.text());
        }
        String site = request.getUriInfo().getPathParameters().getFirst("site");
        if (site != null && !caller.isOf(site)) {
            throw new HttpProblem(Status.FORBIDDEN, "The key is of another site");
        }
        return caller;
    }

    private static HttpProblem unauthorized() {
        return new HttpProblem(
                Status.UNAUTHORIZED,
                "An API key is needed: Authorization: Bearer <key>",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
}
