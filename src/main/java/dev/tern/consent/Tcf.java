package dev.tern.consent;

import com.iabtcf.decoder.TCString;
import com.iabtcf.utils.IntIterable;
import com.iabtcf.v2.PublisherRestriction;
import com.iabtcf.v2.RestrictionType;

/**
 * Reads strings of IAB TCF 2.2 and 2.3.
 *
 * <p>The IAB's decoder says what a string says; before, {@link Bits} makes sure that there is nothing in it, and nothing
 * missing, that the decoder would pass over: it reads the first segment of a kind alone, none of an unknown kind, and
 * does not mind what follows the last field.
 */
final class Tcf {
    static final int STORE = 1;
    static final int PROFILE = 3;
    static final int USE = 4;

    /** From this policy on, TCF 2.3, a vendor must have been disclosed. */
    static final int DISCLOSING_POLICY = 5;

    private static final int VERSION = 2;
    private static final int DISCLOSED_VENDORS = 1;
    private static final int ALLOWED_VENDORS = 2;
    private static final int PUBLISHER = 3;

    /** From the creation to the publisher's country. */
    private static final int CORE_BITS = 207;

    private Tcf() {}

    /** @param vendor the site's vendor ID, 0 where it has none */
    static Said said(String text, int vendor, Ground ground) {
        try {
            boolean hasPublisher = wholly(text);
            TCString string = TCString.decode(text);
            return string.isServiceSpecific() ? said(string, hasPublisher, vendor, ground) : Said.NO;
        } catch (RuntimeException unreadable) {
            return Said.NO;
        }
    }

    private static Said said(TCString string, boolean hasPublisher, int vendor, Ground ground) {
        IntIterable purposes =
                vendor == 0 && hasPublisher ? string.getPubPurposesConsent() : string.getPurposesConsent();
        if (string.getPurposeOneTreatment() && !purposes.contains(STORE)) {
            return Said.NO;
        }
        boolean us = vendor == 0
                ? hasPublisher
                : string.getVendorConsent().contains(vendor)
                        && !isForbidden(string, STORE, vendor)
                        && !isForbidden(string, PROFILE, vendor)
                        && (string.getTcfPolicyVersion() < DISCLOSING_POLICY
                                || string.getDisclosedVendors().contains(vendor));
        boolean use = purposes.contains(USE) && !isForbidden(string, USE, vendor);
        return new Agreed(purposes.contains(STORE), purposes.contains(PROFILE), use, us).said(ground);
    }

    private static boolean isForbidden(TCString string, int purpose, int vendor) {
        for (PublisherRestriction restriction : string.getPublisherRestrictions()) {
            if (restriction.getPurposeId() == purpose
                    && restriction.getRestrictionType() == RestrictionType.NOT_ALLOWED
                    && restriction.getVendorIds().contains(vendor)) {
                return true;
            }
        }
        return false;
    }

    /** Reads every field of every segment; says whether the publisher's is among them. */
    private static boolean wholly(String text) {
        String[] segments = text.split("\\.", -1);
        Bits core = new Bits(segments[0]);
        if (core.number(6) != VERSION) {
            throw new IllegalArgumentException("another version");
        }
        core.skip(CORE_BITS);
        var _ = core.vendors(0);
        var _ = core.vendors(0);
        var _ = core.forbidden(0);
        core.nothingElse();
        int kinds = 0;
        for (int i = 1; i < segments.length; i++) {
            int kind = 1 << segment(new Bits(segments[i]));
            if ((kinds & kind) != 0) {
                throw new IllegalArgumentException("two segments of a kind");
            }
            kinds |= kind;
        }
        return (kinds & 1 << PUBLISHER) != 0;
    }

    private static int segment(Bits bits) {
        int kind = bits.number(3);
        switch (kind) {
            case DISCLOSED_VENDORS, ALLOWED_VENDORS -> {
                var _ = bits.vendors(0);
            }
            case PUBLISHER -> {
                bits.skip(48);
                bits.skip(2 * bits.number(6));
            }
            default -> throw new IllegalArgumentException("a segment of an unknown kind");
        }
        bits.nothingElse();
        return kind;
    }
}
