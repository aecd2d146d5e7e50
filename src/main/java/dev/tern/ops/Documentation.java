package dev.tern.ops;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** What Swagger UI may do in a browser: run its own scripts, ask this host, and stand in nobody's frame. */
@Singleton
final class Documentation {
    /** After the limits of requests, which let no broken escape through to a path. */
    private static final int ORDER = -500;

    /** Of the scripts that stand in its page, which a test holds them to. */
    private static final String SCRIPTS =
            "'sha256-hG9fqHqDD15ZC25GACsol9AT6asmuvKsEW2bv5yk764=' 'sha256-xUBOgH5FRtr24e8oShM75tIJfUoY9ryp0ofU/5e+H7I='";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' " + SCRIPTS
                    + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer");

    void register(@Observes Router router) {
        router.route("/q/swagger-ui*").order(ORDER).handler(context -> {
            HEADERS.forEach((name, value) -> context.response().putHeader(name, value));
            context.next();
        });
    }
}
