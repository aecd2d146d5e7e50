package dev.tern.access;

import dev.tern.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

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
        request.setProperty(Caller.PROPERTY, access.caller(request, allows.value()));
    }
}
