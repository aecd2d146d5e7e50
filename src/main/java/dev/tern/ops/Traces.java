package dev.tern.ops;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request of the REST API, where traces are on: by the template of its path, so that it names no visitor. The routes
 * of Vert.x, which carry hits and single look-ups, have none: their metrics say what a million traces a minute would.
 */
@Provider
@Singleton
@Priority(Priorities.AUTHENTICATION)
final class Traces implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String TRACED = Traces.class.getName();

    private static final TextMapGetter<ContainerRequestContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ContainerRequestContext request) {
            return request.getHeaders().keySet();
        }

        @Override
        public @Nullable String get(@Nullable ContainerRequestContext request, String name) {
            return request == null ? null : request.getHeaderString(name);
        }
    };

    private final Instance<OpenTelemetry> telemetry;

    @jakarta.ws.rs.core.Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    ResourceInfo resource;

    /** @param telemetry asked for late, since filters are made before the application starts */
    Traces(Instance<OpenTelemetry> telemetry) {
        this.telemetry = telemetry;
    }

    private record Traced(Span span, Scope scope) {}

    @Override
    @SuppressWarnings("MustBeClosedChecker") // it is closed with the answer
    public void filter(ContainerRequestContext request) {
        OpenTelemetry all = telemetry.get();
        String route = route();
        Span span = all.getTracer("tern")
                .spanBuilder(request.getMethod() + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setParent(all.getPropagators().getTextMapPropagator().extract(Context.current(), request, HEADERS))
                .setAttribute("http.request.method", request.getMethod())
                .setAttribute("http.route", route)
                .startSpan();
        request.setProperty(TRACED, new Traced(span, span.makeCurrent()));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (request.getProperty(TRACED) instanceof Traced(Span span, Scope scope)) {
            span.setAttribute("http.response.status_code", answer.getStatus());
            if (answer.getStatus() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            scope.close();
            span.end();
        }
    }

    private String route() {
        Path ofMethod = resource.getResourceMethod().getAnnotation(Path.class);
        String ofClass = resource.getResourceClass().getAnnotation(Path.class).value();
        return ofMethod == null ? ofClass : ofClass + ofMethod.value().replaceFirst("^/?", "/");
    }
}
