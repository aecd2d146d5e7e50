package dev.tern.indexing;

/**
 * How far lists follow the rules.
 *
 * @param complete whether nobody is missing
 * @param share from 0 to 1 of the pass that completes them; 1 only once they are
 */
public record Progress(boolean complete, double share) {
    static final Progress COMPLETE = new Progress(true, 1);
    static final Progress WAITING = new Progress(false, 0);

    /** What a pass shows that is not over, though it may have met more keys than there were at its beginning. */
    private static final double UNDER_WAY_MAX = 0.99;

    public Progress {
        if (!(share >= 0 && share <= 1) || complete != (share == 1)) {
            throw new IllegalArgumentException("0 <= share <= 1, which is 1 once it is complete");
        }
    }

    static Progress underWay(long lookedAt, long keys) {
        return new Progress(false, Math.min(UNDER_WAY_MAX, (double) lookedAt / Math.max(1, keys)));
    }
}
