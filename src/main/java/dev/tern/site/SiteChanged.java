package dev.tern.site;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;

/** Fired when something that is published of a site has changed in SQL: a setting, a key, an audience, or that it is. */
public record SiteChanged(SiteId site) {
    public SiteChanged {
        requireNonNull(site, "site");
    }
}
