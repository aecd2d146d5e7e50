package dev.tern.site;

import dev.tern.consent.Policy;
import dev.tern.consent.Regions;
import dev.tern.consent.Terms;
import dev.tern.json.Members;
import dev.tern.json.Place;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a site's owner says about consent: {@code consent}, {@code tcfVendorId} and {@code regions}. */
final class TermsBody {
    private static final List<String> POLICIES =
            Arrays.stream(Policy.values()).map(Policy::text).toList();

    private static final int HEADER_CHARS_MAX = 64;

    /** A token of RFC 9110 section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** What these bring is for nobody to compare, or is read for another purpose. */
    private static final Set<String> NO_REGION = Set.of(
            "authorization",
            "cookie",
            "dnt",
            "host",
            "proxy-authorization",
            "referer",
            "sec-gpc",
            "set-cookie",
            "user-agent");

    private TermsBody() {}

    /** @throws dev.tern.json.Refusal where it is anything else */
    static Terms read(Members members) {
        Policy policy = members.optional("consent")
                .flatMap(place -> Policy.parse(place.oneOf(POLICIES)))
                .orElse(Policy.REQUIRED);
        OptionalInt vendor = members.optional("tcfVendorId")
                .map(place -> OptionalInt.of(place.whole(1, Terms.VENDOR_MAX)))
                .orElse(OptionalInt.empty());
        Optional<Regions> regions = members.optional("regions").map(TermsBody::regions);
        return new Terms(policy, regions, vendor);
    }

    private static Regions regions(Place place) {
        Members members = place.members();
        String header = header(members.required("header"));
        Set<String> required = new LinkedHashSet<>();
        Set<String> optOut = new LinkedHashSet<>();
        members.optional("required").ifPresent(list -> add(list, required, Set.of()));
        members.optional("optOut").ifPresent(list -> add(list, optOut, required));
        members.nothingElse();
        return new Regions(header, required, optOut);
    }

    private static String header(Place place) {
        String header = place.text(1, HEADER_CHARS_MAX);
        if (!HEADER.matcher(header).matches()) {
            throw place.refusal("the name of a header such as X-Country");
        }
        if (NO_REGION.contains(header.toLowerCase(Locale.ROOT))) {
            throw place.refusal("a header that says a region, none of "
                    + String.join(", ", NO_REGION.stream().sorted().toList()));
        }
        return header;
    }

    private static void add(Place list, Set<String> regions, Set<String> others) {
        for (Place each : list.items(0, Limits.REGIONS_MAX)) {
            String region = Regions.normal(each.text(1, Regions.CHARS_MAX));
            if (!Regions.is(region)) {
                throw each.refusal("a country such as DE (ISO 3166-1), or a part of one such as US-CA (ISO 3166-2)");
            }
            if (others.contains(region)) {
                throw each.refusal("a region that is not among those of required");
            }
            regions.add(region);
        }
    }
}
