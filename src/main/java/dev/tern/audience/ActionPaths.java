package dev.tern.audience;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Some clients escape the colon of {@code audiences:check}, which JAX-RS would then take for another path. */
@Singleton
final class ActionPaths {
    /** After the limits of requests, before the resources. */
    private static final int ORDER = -500;

    private static final String ESCAPED = "/audiences%3A";

    void register(@Observes Router router) {
        router.postWithRegex("/v1/sites/[^/]+/audiences%3A[a-z]+").order(ORDER).handler(ActionPaths::unescape);
    }

    private static void unescape(RoutingContext context) {
        String uri = context.request().uri();
        context.reroute(uri.replaceFirst(ESCAPED, "/audiences:"));
    }
}
