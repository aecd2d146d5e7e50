package dev.tern.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses requests that are malformed or too large before anything reads them. */
@Singleton
final class RequestLimits {
    /** Before all routes but the pixel's. */
    static final int ORDER = -1_000;

    static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final int URI_CHARS_MAX = 16 * 1024;

    private static final Map<String, String> CLOSE = Map.of("Connection", "close");

    /** As RFC 9110 writes it, in section 8.3.1, parameters being left to others. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("\\s*[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+\\s*(?:;[^,]*)?");

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(RequestLimits::check);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > URI_CHARS_MAX) {
            refuse(context, 414, "The address: at most %d characters".formatted(URI_CHARS_MAX));
        } else if (!isWellFormed(request.uri())) {
            refuse(context, 400, "The address: well-formed as RFC 3986 asks");
        } else if (!isReadable(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(context, 415, "Content-Type: a media type, such as application/json");
        } else if (declaredLength(request) > BODY_BYTES_MAX) {
            refuse(context, 413, BodyLimit.REASON);
        } else {
            context.next();
        }
    }

    private static boolean isWellFormed(String uri) {
        try {
            return new URI(uri).getRawPath() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** JAX-RS takes a type that it can't read for a fault of ours. */
    private static boolean isReadable(@Nullable String mediaType) {
        return mediaType == null || MEDIA_TYPE.matcher(mediaType).matches();
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException refusedByTheServerItself) {
            return 0;
        }
    }

    /** The connection is closed, since what comes on it is the rest of the body. */
    private static void refuse(RoutingContext context, int status, String detail) {
        Problem.of(status, detail, null).answer(context.response(), CLOSE);
    }
}
