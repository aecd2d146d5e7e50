package dev.tern.consent;

/**
 * Reads strings of IAB TCF Canada 1.1, section 5 of GPP, whose vendors the IAB's decoder of GPP misreads. Consent is
 * express consent; what is implied does not count.
 */
final class TcfCanada {
    private static final int VERSION = 1;
    private static final int CORE = 0;
    private static final int DISCLOSED_VENDORS = 1;
    private static final int PUBLISHER = 3;

    private TcfCanada() {}

    /**
     * @param vendor the site's vendor ID, 0 where it has none
     * @throws RuntimeException where it can't be read to its last bit
     */
    static Said said(String text, int vendor) {
        String[] segments = text.split("\\.", -1);
        Bits core = new Bits(segments[CORE]);
        if (core.number(6) != VERSION) {
            throw new IllegalArgumentException("another version");
        }
        core.skip(36 + 36 + 12 + 12 + 6 + 12 + 12);
        int policy = core.number(6);
        core.skip(1 + 12);
        int purposes = core.number(24);
        core.skip(24);
        boolean consented = core.vendors(vendor);
        var _ = core.vendors(0);
        long forbidden = core.forbidden(vendor);
        core.nothingElse();

        boolean hasPublisher = false;
        boolean hasDisclosed = false;
        boolean disclosed = false;
        int publisher = 0;
        for (int i = 1; i < segments.length; i++) {
            Bits bits = new Bits(segments[i]);
            int kind = bits.number(3);
            if (kind == PUBLISHER && !hasPublisher) {
                hasPublisher = true;
                publisher = bits.number(24);
                bits.skip(24);
                bits.skip(2 * bits.number(6));
            } else if (kind == DISCLOSED_VENDORS && !hasDisclosed) {
                hasDisclosed = true;
                disclosed = bits.vendors(vendor);
            } else {
                throw new IllegalArgumentException("two segments of a kind, or one of an unknown kind");
            }
            bits.nothingElse();
        }

        int read = vendor == 0 && hasPublisher ? publisher : purposes;
        boolean us = vendor == 0
                ? hasPublisher
                : consented
                        && !isIn(forbidden, Tcf.STORE)
                        && !isIn(forbidden, Tcf.PROFILE)
                        && (disclosed || policy < Tcf.DISCLOSING_POLICY);
        boolean use = agreed(read, Tcf.USE) && !isIn(forbidden, Tcf.USE);
        return new Agreed(agreed(read, Tcf.STORE), agreed(read, Tcf.PROFILE), use, us).said(Ground.GPP_CANADA);
    }

    /** Purposes stand from left to right in their 24 bits. */
    private static boolean agreed(int purposes, int purpose) {
        return (purposes >> (24 - purpose) & 1) == 1;
    }

    private static boolean isIn(long forbidden, int purpose) {
        return (forbidden >> purpose & 1) == 1;
    }
}
