package dev.tern.consent;

/**
 * What a readable string of the TCF family says of us.
 *
 * @param storing purpose 1, by consent
 * @param profiling purpose 3, by consent
 * @param use purpose 4, by consent, and not forbidden by the publisher
 * @param us whether all else that makes it ours holds: vendor, disclosure, restrictions, publisher's segment
 */
record Agreed(boolean storing, boolean profiling, boolean use, boolean us) {
    Said said(Ground ground) {
        if (!storing || !profiling) {
            return Said.REFUSAL;
        }
        return us ? Said.yes(ground, use) : Said.NO;
    }
}
