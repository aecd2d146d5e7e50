package dev.tern.catalog;

import dev.tern.SiteId;
import java.time.Duration;

/** The keys of what is published, as {@code docs/redis-keys.md} describes them. */
final class CatalogKeys {
    /** Hash: site to the version that is published of it, or {@link #GONE}. */
    static final String SITES = "sites";

    /** What {@link #SITES} holds for a site that was deleted, so that a flushed Redis deletes none. */
    static final String GONE = "gone";

    /** Channel: the name of a site whose definitions changed. */
    static final String ANNOUNCEMENTS = "sites";

    /** Published definitions are published anew long before this. */
    static final Duration TTL = Duration.ofDays(540);

    private CatalogKeys() {}

    /** String: the site's {@link Snapshot} as JSON. */
    static String site(SiteId site) {
        return "site:" + site;
    }
}
