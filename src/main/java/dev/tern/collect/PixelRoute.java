package dev.tern.collect;

import dev.tern.problem.OwnAnswer;
import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /p/{site}.gif}: whatever comes, the answer is the image, since a browser can do nothing with an error; and 200,
 * unless the request's head is not HTTP.
 *
 * <p>It is a route of Vert.x, not a JAX-RS resource: nothing of it can fail before it is reached, and it is the one that
 * counts on the hot path.
 */
@Singleton
final class PixelRoute implements OwnAnswer {
    private static final String PREFIX = "/p/";
    private static final String SUFFIX = ".gif";
    private static final int SHORTEST = PREFIX.length() + SUFFIX.length();

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Before every route that could refuse the request. */
    private static final int FIRST = -10_000;

    /** One transparent pixel, 43 bytes. */
    private static final Buffer GIF =
            Buffer.buffer(Base64.getDecoder().decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=="));

    private static final CharSequence IMAGE_GIF = HttpHeaders.createOptimized("image/gif");
    private static final CharSequence LINK = HttpHeaders.createOptimized("link");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private final Pixel pixel;
    private final PrivacyLinks links;

    PixelRoute(Pixel pixel, PrivacyLinks links) {
        this.pixel = pixel;
        this.links = links;
    }

    /** Without a path: those of Vert.x refuse a broken escape before the handler is asked. */
    void register(@Observes Router router) {
        Route route = router.route().order(FIRST).handler(this::answer);
        METHODS.forEach(route::method);
    }

    private void answer(RoutingContext context) {
        String path = context.request().path();
        if (!isPixel(path)) {
            context.next();
            return;
        }
        String site = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
        Optional<String> cookie = Optional.empty();
        try {
            cookie = pixel.hit(site, context.request());
        } catch (RuntimeException bug) {
            Log.error("A hit failed", bug);
        }
        HttpServerResponse response = context.response();
        CharSequence link = links.of(site);
        if (link != null) {
            response.putHeader(LINK, link);
        }
        cookie.ifPresent(header -> response.putHeader(HttpHeaders.SET_COOKIE, header));
        show(context.request());
    }

    @Override
    public boolean refuse(HttpServerRequest request) {
        boolean own = METHODS.contains(request.method()) && isPixel(request.path());
        if (own) {
            show(request);
        }
        return own;
    }

    private static boolean isPixel(@Nullable String path) {
        return path != null && path.startsWith(PREFIX) && path.endsWith(SUFFIX) && path.length() >= SHORTEST;
    }

    /** At once where chunks follow: the connection is closed at one that is none, with all that waits to be sent. */
    private static void show(HttpServerRequest request) {
        var _ = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, IMAGE_GIF)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(GIF);
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && request.connection() instanceof ConnectionBase connection) {
            connection.flush();
        }
    }
}
