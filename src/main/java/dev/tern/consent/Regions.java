package dev.tern.consent;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a site's policy is another one. A region is a country (ISO 3166-1 alpha-2, such as {@code DE}) or a part of one
 * (ISO 3166-2, such as {@code US-CA}), in upper case; a part that is not named is its country's.
 *
 * @param header that says where a hit comes from
 * @param required the regions where no signal means no
 * @param optOut the regions where it means yes
 */
public record Regions(String header, Set<String> required, Set<String> optOut) {
    /** The length of a region, in characters. */
    public static final int CHARS_MAX = 6;

    private static final Pattern REGION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
    private static final int COUNTRY_CHARS = 2;
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    public Regions {
        requireNonNull(header, "header");
        required = Set.copyOf(required);
        optOut = Set.copyOf(optOut);
        if (required.stream().anyMatch(optOut::contains)) {
            throw new IllegalArgumentException("A region has one policy");
        }
    }

    /** A region as it is compared: in upper case. */
    public static String normal(String region) {
        return region.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether this, in upper case, is a country, or looks like a part of one. */
    public static boolean is(String region) {
        return REGION.matcher(region).matches() && COUNTRIES.contains(region.substring(0, COUNTRY_CHARS));
    }

    /** The policy of a region, or of the strictest of several and of the site. */
    Policy policy(List<String> sent, Policy site) {
        if (sent.size() == 1) {
            return policy(sent.getFirst(), site);
        }
        boolean required = site == Policy.REQUIRED;
        for (String region : sent) {
            required |= policy(region, site) == Policy.REQUIRED;
        }
        return required ? Policy.REQUIRED : Policy.OPT_OUT;
    }

    private Policy policy(String region, Policy site) {
        if (required.contains(region)) {
            return Policy.REQUIRED;
        }
        if (optOut.contains(region)) {
            return Policy.OPT_OUT;
        }
        boolean isPart = region.length() > COUNTRY_CHARS && region.charAt(COUNTRY_CHARS) == '-';
        return isPart ? policy(region.substring(0, COUNTRY_CHARS), site) : site;
    }
}
