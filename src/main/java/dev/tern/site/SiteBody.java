package dev.tern.site;

import static java.util.Objects.requireNonNull;

import dev.tern.catalog.SiteSettings;
import dev.tern.consent.Terms;
import dev.tern.json.Json;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.rule.Sensitive;
import dev.tern.rule.Window;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A site as its owner sends it. */
record SiteBody(SiteSettings settings, Sensitive sensitive) {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int HOST_CHARS_MAX = 253;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    SiteBody {
        requireNonNull(settings, "settings");
        requireNonNull(sensitive, "sensitive");
    }

    /**
     * @param floorDefault the fewest members of an audience that is not withheld, where the owner doesn't say
     * @throws dev.tern.json.Refusal where it is anything else
     */
    static SiteBody read(byte[] body, int floorDefault) {
        var members = Members.of(Json.parse(body), "");
        String name = members.text("name", 1, Limits.NAME_CHARS_MAX);
        List<String> domains = members.required("domains").items(1, Limits.DOMAINS_MAX).stream()
                .map(SiteBody::host)
                .distinct()
                .toList();
        ZoneId timeZone = members.optional("timeZone").map(SiteBody::zone).orElse(UTC);
        Terms consent = TermsBody.read(members);
        Optional<String> cookieDomain = members.optional("cookieDomain").map(place -> cookieDomain(place, domains));
        int floor = members.optional("minimumAudienceSize")
                .map(place -> place.whole(0, Limits.AUDIENCE_FLOOR_MAX))
                .orElse(floorDefault);
        Optional<Window> retention = members.optional("maximumRetention").map(Window::read);
        Sensitive sensitive =
                members.optional("sensitive").map(SiteBody::sensitive).orElse(Sensitive.DEFAULT);
        members.nothingElse();
        return new SiteBody(
                new SiteSettings(name, domains, timeZone, consent, cookieDomain, floor, retention), sensitive);
    }

    private static String host(Place place) {
        String host = place.text(1, HOST_CHARS_MAX).toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw place.refusal("a host name such as shop.example, in ASCII");
        }
        return host;
    }

    private static ZoneId zone(Place place) {
        String zone = place.node().textValue();
        if (zone == null || !ZoneId.getAvailableZoneIds().contains(zone)) {
            throw place.refusal("a time zone of the IANA database such as Europe/Berlin");
        }
        return ZoneId.of(zone);
    }

    private static String cookieDomain(Place place, List<String> domains) {
        String cookieDomain = host(place);
        boolean shared =
                domains.stream().anyMatch(domain -> domain.equals(cookieDomain) || domain.endsWith("." + cookieDomain));
        if (!shared || !cookieDomain.contains(".")) {
            throw place.refusal("one of the site's domains, or what such a one is a subdomain of");
        }
        return cookieDomain;
    }

    private static Sensitive sensitive(Place place) {
        Members members = place.members();
        List<String> patterns = members
                .optional("patterns")
                .map(each -> each.items(0, Limits.SENSITIVE_PATTERNS_MAX))
                .orElse(List.of())
                .stream()
                .map(SiteBody::pattern)
                .distinct()
                .toList();
        Optional<String> legalBasis =
                members.optional("legalBasis").map(basis -> basis.text(1, Limits.LEGAL_BASIS_CHARS_MAX));
        members.nothingElse();
        return new Sensitive(patterns, legalBasis);
    }

    private static String pattern(Place place) {
        String pattern = place.text(1, Limits.SENSITIVE_PATTERN_CHARS_MAX);
        if (!Sensitive.isPattern(pattern)) {
            throw place.refusal("a pattern such as /clinic/*, with at least 3 characters between wildcards");
        }
        return pattern;
    }
}
