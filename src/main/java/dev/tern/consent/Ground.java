package dev.tern.consent;

/** Under which yes a hit was stored. Its number stands in records, and is never used again. */
public enum Ground {
    /** None: the site's policy opts nobody in but everybody out, and nobody said no. */
    POLICY(0),
    /** Tern's own signal. */
    CONSENT(1),
    /** Google consent mode. */
    CONSENT_MODE(2),
    /** An IAB TCF string. */
    TCF(3),
    /** The TCF section of an IAB GPP string. */
    GPP_TCF(4),
    /** The section of TCF Canada of an IAB GPP string. */
    GPP_CANADA(5);

    private final int number;

    Ground(int number) {
        this.number = number;
    }

    /** From 0 to 7. */
    public int number() {
        return number;
    }
}
