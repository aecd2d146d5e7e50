package dev.tern.consent;

/**
 * What one signal says.
 *
 * @param use whether what is stored may be used for advertising (TCF purpose 4); signals without purposes say yes
 * @param ground of a yes
 */
record Said(Verdict verdict, boolean use, Ground ground) {
    static final Said SILENT = new Said(Verdict.SILENT, true, Ground.POLICY);
    static final Said NO = new Said(Verdict.NO, false, Ground.POLICY);
    static final Said REFUSAL = new Said(Verdict.REFUSAL, false, Ground.POLICY);

    static Said yes(Ground ground, boolean use) {
        return new Said(Verdict.YES, use, ground);
    }

    /** Both: the strictest verdict, and use only where both allow it. */
    Said and(Said other) {
        boolean mine = verdict.compareTo(other.verdict) >= 0;
        return new Said(mine ? verdict : other.verdict, use && other.use, mine ? ground : other.ground);
    }
}
