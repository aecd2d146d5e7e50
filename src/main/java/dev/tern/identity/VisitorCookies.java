package dev.tern.identity;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The cookies of all sites, each made once. */
@Singleton
public final class VisitorCookies {
    private final IdentityConfig config;
    private final Map<SiteId, Made> made = new ConcurrentHashMap<>();

    private record Made(Optional<String> cookieDomain, VisitorCookie cookie) {
        Made {
            requireNonNull(cookieDomain, "cookieDomain");
            requireNonNull(cookie, "cookie");
        }
    }

    VisitorCookies(IdentityConfig config) {
        this.config = config;
    }

    /** The cookie of a site. */
    public VisitorCookie of(SiteId site, Optional<String> cookieDomain) {
        Made last = made.get(site);
        if (last != null && last.cookieDomain.equals(cookieDomain)) {
            return last.cookie;
        }
        VisitorCookie cookie = new VisitorCookie(config, site, cookieDomain);
        made.put(site, new Made(cookieDomain, cookie));
        return cookie;
    }
}
