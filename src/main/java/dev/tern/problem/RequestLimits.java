package dev.tern.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses requests that are too large before anything reads them. The pixel answers its image to any length. */
@Singleton
final class RequestLimits {
    private static final long BODY_BYTES_MAX = 1024 * 1024;
    private static final int URI_CHARS_MAX = 16 * 1024;
    private static final String PIXEL = "/p/";

    /** Before everything that reads a body. */
    private static final int PRIORITY = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestLimits::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > URI_CHARS_MAX && !request.path().startsWith(PIXEL)) {
            refuse(context, 414, "The address: at most %d characters".formatted(URI_CHARS_MAX));
        } else if (declaredLength(request) > BODY_BYTES_MAX) {
            refuse(context, 413, "The body: at most %d bytes".formatted(BODY_BYTES_MAX));
        } else {
            context.next();
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** The connection is closed, since what comes on it is the rest of the body. */
    private static void refuse(RoutingContext context, int status, String detail) {
        var _ = context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(Problem.of(status, detail, null).json());
    }
}
