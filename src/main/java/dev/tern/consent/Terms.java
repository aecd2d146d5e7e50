package dev.tern.consent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a site has to say about consent.
 *
 * @param policy what a hit without any signal means
 * @param regions where it means something else
 * @param tcfVendorId by which IAB TCF strings know the site's owner, 1 to {@value #VENDOR_MAX}; absent: a publisher
 */
public record Terms(Policy policy, Optional<Regions> regions, OptionalInt tcfVendorId) {
    public static final int VENDOR_MAX = 65_535;

    public Terms {
        requireNonNull(policy, "policy");
        requireNonNull(regions, "regions");
        requireNonNull(tcfVendorId, "tcfVendorId");
        if (tcfVendorId.isPresent() && (tcfVendorId.getAsInt() < 1 || tcfVendorId.getAsInt() > VENDOR_MAX)) {
            throw new IllegalArgumentException("a vendor from 1 to " + VENDOR_MAX);
        }
    }

    /** The same everywhere, for a publisher without a vendor ID. */
    public static Terms of(Policy policy) {
        return new Terms(policy, Optional.empty(), OptionalInt.empty());
    }
}
