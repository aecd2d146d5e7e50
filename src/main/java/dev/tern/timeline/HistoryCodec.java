package dev.tern.timeline;

import java.util.Arrays;
import java.util.Optional;

/**
 * Histories as bytes. Equal histories have equal bytes, and only bytes that were written so are read.
 *
 * <pre>
 * history     = trait*                                                     until the bytes end
 * trait       = gap head body                                              gap: number - number of the trait before - 1
 * head        = shape * 32 + the code of the window in the ladder
 * shape 0     = last                                                       threshold 1, one event
 * shape 1     = last, span                                                 threshold 1, one run of several: last - first event
 * shape 2     = threshold, runs, run*, events, event*
 * shape 3     = runs, (last, span), (gap to the run after - 1, span)*      days, the last run first
 * shape 4     = shape 2, earlier, (head of shape 2, threshold, runs, run*)*  saturations of earlier needs
 * shape 5     = times, last, (gap to the time after - 1)*                  steps, the last first; the code is 0
 * shape 6     = events, number*                                            amounts; the code is the scale
 * runs        = the last first: last, length - 1; then (gap to the run after - 1, length - 1)*
 * events      = number * 2 + (1 if any has a tag); the last first: last, then gap*; then the tags as zig-zag, if any
 * number      = millionths / 10^scale as zig-zag, the scale being the largest of 0 to 6 that leaves no rest in any
 * last        = the last such event, as zig-zag: the last time that stands before it (at first the base) minus it
 * </pre>
 *
 * <p>All numbers are varints. So a trait with one event, or with one run, takes a byte for its number, one for its head, and for
 * its time one where that stands before it already (the record's latest event, or the latest of the trait before), three within 17
 * minutes, four within 37 hours, five within 198 days. The span of a run takes three more within 34 minutes, four within 3 days,
 * five within 397 days.
 */
public final class HistoryCodec {
    static final int ONE_EVENT = 0;
    static final int ONE_RUN = 1;
    static final int GENERAL = 2;
    static final int DAYS = 3;
    static final int WITH_EARLIER = 4;
    static final int STEPS = 5;
    static final int AMOUNTS = 6;
    static final int SHAPE_MAX = AMOUNTS;

    static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    static final int CODES = 1 << Ladder.CODE_BITS;
    private static final int[] NO_TRAITS = {};
    private static final State[] NO_STATES = {};

    private HistoryCodec() {}

    /**
     * The history as bytes, none if it is empty.
     *
     * @param baseMillis an instant that the reader will know and that is near the latest event
     */
    public static byte[] write(History history, long baseMillis) {
        var out = new StateWriter(baseMillis);
        int trait = -1;
        for (int i = 0; i < history.size(); i++) {
            out.bytes.varint(history.trait(i) - trait - 1L);
            trait = history.trait(i);
            out.state(history.state(i));
        }
        return out.bytes.toByteArray();
    }

    /**
     * The history that was written so, or nothing if none was.
     *
     * @param bytes between {@code from} and {@code until}
     * @param baseMillis what it was written with
     */
    public static Optional<History> read(byte[] bytes, int from, int until, long baseMillis) {
        var in = new StateReader(new ByteReader(bytes, from, until), baseMillis);
        int[] traits = NO_TRAITS;
        State[] states = NO_STATES;
        int size = 0;
        int trait = -1;
        while (in.bytes.hasMore()) {
            if (size == traits.length) {
                traits = Arrays.copyOf(traits, Math.max(4, 2 * size));
                states = Arrays.copyOf(states, traits.length);
            }
            trait += 1 + (int) in.bytes.varint(0, Integer.MAX_VALUE - 1L - trait);
            traits[size] = trait;
            states[size++] = in.state();
        }
        return in.bytes.failed() ? Optional.empty() : Optional.of(History.of(traits, states, size));
    }

    /** Whether one of the first two shapes says it all. */
    static boolean isPlain(Saturation saturation, int saturations, int events) {
        return saturations == 1
                && events == 0
                && saturation.threshold() == 1
                && saturation.runs().size() == 1;
    }

    /** The largest power of ten that divides every number. */
    static int scale(Amounts amounts) {
        int scale = POWERS_OF_TEN.length - 1;
        for (int i = 0; i < amounts.size(); i++) {
            while (amounts.micros(i) % POWERS_OF_TEN[scale] != 0) {
                scale--;
            }
        }
        return scale;
    }
}
