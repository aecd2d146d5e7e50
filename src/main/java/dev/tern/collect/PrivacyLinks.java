package dev.tern.collect;

import dev.tern.SiteId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The {@code Link} headers (RFC 8288) by which answers of the pixel lead to the visitor's own page, each made once. */
@Singleton
final class PrivacyLinks {
    private final Catalog catalog;
    private final Map<SiteId, CharSequence> made = new ConcurrentHashMap<>();

    PrivacyLinks(Catalog catalog) {
        this.catalog = catalog;
    }

    /** That of the site of this name; null where there is no such site. */
    @Nullable
    CharSequence of(String site) {
        LiveSite live = catalog.site(site).orElse(null);
        return live == null ? null : made.computeIfAbsent(live.id(), PrivacyLinks::link);
    }

    private static CharSequence link(SiteId site) {
        return HttpHeaders.createOptimized("</privacy/%s>; rel=\"privacy-policy\"".formatted(site));
    }
}
