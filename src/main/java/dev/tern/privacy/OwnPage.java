package dev.tern.privacy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a form was sent from a page of the host that it was sent to, as browsers tell by {@code Origin} (RFC 6454) and
 * {@code Sec-Fetch-Site} (W3C Fetch Metadata). What tells neither is no browser of our days, or no browser.
 *
 * <p>TLS ends before Tern, so the scheme is the browser's own matter; it only says which port goes without saying.
 */
final class OwnPage {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

    private OwnPage() {}

    static boolean sent(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return request.headers().getAll("Sec-Fetch-Site").stream().noneMatch("cross-site"::equalsIgnoreCase)
                && request.headers().getAll("Origin").stream().allMatch(origin -> isOf(authority, origin));
    }

    private static boolean isOf(@Nullable HostAndPort authority, String origin) {
        try {
            URI from = new URI(origin);
            Integer implied = from.getScheme() == null ? null : PORTS.get(from.getScheme());
            return authority != null
                    && implied != null
                    && authority.host().equalsIgnoreCase(from.getHost())
                    && or(authority.port(), implied) == or(from.getPort(), implied);
        } catch (URISyntaxException notAnOrigin) {
            return false;
        }
    }

    private static int or(int port, int implied) {
        return port < 0 ? implied : port;
    }
}
