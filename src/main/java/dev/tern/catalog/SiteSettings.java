package dev.tern.catalog;

import static java.util.Objects.requireNonNull;

import dev.tern.consent.Terms;
import dev.tern.rule.Window;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How one site wants to be served.
 *
 * @param domains the first-party domains that the site is made of
 * @param timeZone whose calendar days count
 * @param consent what decides whether anything of a hit is kept
 * @param cookieDomain shares the visitor's cookie among its subdomains; absent: the answering host alone
 * @param minimumAudienceSize an audience of fewer members is withheld
 * @param maximumRetention how long after a visitor's latest event everything of the visitor is forgotten; absent: when no rule asks any more
 */
public record SiteSettings(
        String name,
        List<String> domains,
        ZoneId timeZone,
        Terms consent,
        Optional<String> cookieDomain,
        int minimumAudienceSize,
        Optional<Window> maximumRetention) {
    public SiteSettings {
        requireNonNull(name, "name");
        domains = List.copyOf(domains);
        requireNonNull(timeZone, "timeZone");
        requireNonNull(consent, "consent");
        requireNonNull(cookieDomain, "cookieDomain");
        requireNonNull(maximumRetention, "maximumRetention");
    }
}
