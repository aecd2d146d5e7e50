package dev.tern.timeline;

import java.util.Arrays;
import java.util.Optional;

/**
 * Histories as bytes. Equal histories have equal bytes, and only bytes that were written so are read.
 *
 * <pre>
 * history     = trait*                                             until the bytes end
 * trait       = gap head body                                      gap: number - number of the trait before - 1
 * head        = one byte: shape * 32 + the code of the window in the ladder
 * shape 0..3  = the extent in this form                            threshold 1, one run
 * shape 4     = threshold, events                                  the runs are where these events alone are enough
 * shape 5     = threshold, events, runs, earlier, (head of shape 5, threshold, runs)*  saturations of earlier needs
 * shape 6     = n * 4 + form, extent, (gap to the run after - 1, length)*              n runs of days
 * shape 7     = events, amount*                                    the code is the scale, 0 to 6
 *             | n * 4 + form, times                                n steps; the code is 7
 * form 0      = nothing                                            the extent before once more
 * form 1      = last                                               its length is 0
 * form 2      = length                                             its last is that of the extent before
 * form 3      = last, length
 * events      = (n * 4 + form) * 2 + tagged, times, tag*           n events; tagged is 1 and there are tags if one is not 0
 * times       = extent from the first to the last, gap*            gaps to those between, the latest first
 * runs        = n * 4 + form, extent of the last, (gap to the run after - 1, length)*  the last run first
 * amount      = millionths / 10^scale, the scale being the largest of 0 to 6 that leaves no rest in any
 * </pre>
 *
 * <p>All numbers are varints. Tags, amounts, the lengths in runs, and what an extent says are zig-zag.
 *
 * <p>An extent is from a first event to a last one: it says its last, and its length in milliseconds, each subtracted from that
 * of the extent before. That is the first extent of the same trait; for this one itself the first of the trait before; and at
 * first one that ends at the base and has no length. Of four forms the first that can say it is the one written. Where n is 0,
 * the form is 0 and there is no extent. A run of a saturation may be shorter than its window: the event at its beginning came
 * after the one that counts until its end, and its length is negative.
 *
 * <p>So a trait with one event or one run takes a byte for its number, one for its head, and nothing else where it is the
 * extent before. Otherwise, where it does not end as that one does, its last takes three bytes within 17 minutes of it, four
 * within 37 hours, five within 198 days; and so does its length, if it has one, by how much it differs.
 */
public final class HistoryCodec {
    static final int SAME = 0;
    static final int ONE_EVENT = 1;
    static final int SAME_LAST = 2;
    static final int ONE_RUN = 3;
    static final int COUNTED = 4;
    static final int GENERAL = 5;
    static final int DAYS = 6;
    static final int OTHERS = 7;

    /** How many forms an extent has; they are the first shapes as well. */
    static final int FORMS = 4;

    /** In the place of a scale. */
    static final int STEPS = 7;

    static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    static final int CODES = 1 << Ladder.CODE_BITS;
    private static final int TRAITS_AT_FIRST = 8;

    private HistoryCodec() {}

    /**
     * The history as bytes, none if it is empty.
     *
     * @param baseMillis an instant that the reader will know and that is near the latest event
     */
    public static byte[] write(History history, long baseMillis) {
        return write(history, baseMillis, 0);
    }

    /** The same, behind so many bytes that are 0, for what stands before it in a record. */
    public static byte[] write(History history, long baseMillis, int from) {
        var out = new StateWriter(new ByteWriter(from), baseMillis);
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
        int[] traits = new int[TRAITS_AT_FIRST];
        State[] states = new State[TRAITS_AT_FIRST];
        int size = 0;
        int trait = -1;
        while (in.bytes.hasMore()) {
            if (size == traits.length) {
                traits = Arrays.copyOf(traits, 2 * size);
                states = Arrays.copyOf(states, traits.length);
            }
            trait += 1 + (int) in.bytes.varint(0, Integer.MAX_VALUE - 1L - trait);
            traits[size] = trait;
            states[size++] = in.state();
        }
        return in.bytes.failed() ? Optional.empty() : Optional.of(History.of(traits, states, size));
    }

    /** The first form that can say this extent, after the one before. */
    static int form(long last, long length, long lastBefore, long lengthBefore) {
        if (last == lastBefore && length == lengthBefore) {
            return SAME;
        }
        if (length == 0) {
            return ONE_EVENT;
        }
        return last == lastBefore ? SAME_LAST : ONE_RUN;
    }

    /** The first shape that can say it: {@link #ONE_RUN} for any extent. */
    static int shape(Occurrences occurrences) {
        Saturation used = occurrences.saturation(0);
        Moments events = occurrences.events();
        if (occurrences.saturations() > 1) {
            return GENERAL;
        }
        if (events.size() == 0 && used.threshold() == 1 && used.runs().size() == 1) {
            return ONE_RUN;
        }
        return events.atLeast(used.threshold(), used.windowMillis()).equals(used.runs()) ? COUNTED : GENERAL;
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
