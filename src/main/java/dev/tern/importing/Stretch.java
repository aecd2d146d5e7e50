package dev.tern.importing;

import java.util.List;

/** Numbers without a gap, both ends included, in millionths. */
record Stretch(long from, long to) {
    /** The end of one that has none; its opposite is the beginning. */
    static final long NO_END = Long.MAX_VALUE;

    /**
     * What passes the comparison, among the multiples of a step; of a stretch that ends before it begins, nothing does.
     *
     * @param micros what is compared with, in millionths
     * @param step in millionths
     */
    static List<Stretch> passing(Comparison comparison, long micros, long step) {
        long atLeast = Math.ceilDiv(micros, step) * step;
        long atMost = Math.floorDiv(micros, step) * step;
        long above = atMost + step;
        long below = atLeast - step;
        return switch (comparison) {
            case IS -> List.of(new Stretch(atLeast, atMost));
            case IS_NOT -> List.of(new Stretch(-NO_END, below), new Stretch(above, NO_END));
            case AT_LEAST -> List.of(new Stretch(atLeast, NO_END));
            case ABOVE -> List.of(new Stretch(above, NO_END));
            case AT_MOST -> List.of(new Stretch(-NO_END, atMost));
            case BELOW -> List.of(new Stretch(-NO_END, below));
        };
    }

    boolean contains(long micros) {
        return from <= micros && micros <= to;
    }
}
