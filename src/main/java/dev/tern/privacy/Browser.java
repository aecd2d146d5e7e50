package dev.tern.privacy;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.identity.VisitorCookie;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a visitor's browser says of itself with a request.
 *
 * @param visitor by the site's cookie; absent where it brings none that Tern signed
 * @param optedOut whether it brings the cookie of an opt-out
 * @param asks the ways by which it asks not to be tracked, by their names
 */
record Browser(Optional<VisitorId> visitor, boolean optedOut, List<String> asks) {
    Browser {
        requireNonNull(visitor, "visitor");
        asks = List.copyOf(asks);
    }

    static Browser of(MultiMap headers, VisitorCookie cookie) {
        List<String> cookies = headers.getAll("Cookie");
        List<String> asks = new ArrayList<>();
        if (headers.getAll("Sec-GPC").contains("1")) {
            asks.add("Global Privacy Control");
        }
        if (headers.getAll("DNT").contains("1")) {
            asks.add("Do Not Track");
        }
        return new Browser(cookie.read(cookies).map(VisitorCookie.Held::visitor), cookie.isOptedOut(cookies), asks);
    }

    /** Whether it says with each visit that nothing may be kept. */
    boolean refuses() {
        return optedOut || !asks.isEmpty();
    }
}
