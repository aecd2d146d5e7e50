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
 * shape 3                                                                  free for other kinds of state; so are those above 4
 * shape 4     = shape 2, earlier, (head of shape 2, threshold, runs, run*)*  saturations of earlier needs
 * runs        = the last first: last, length - 1; then (gap to the run after - 1, length - 1)*
 * events      = number * 2 + (1 if any has a tag); the last first: last, then gap*; then the tags as zig-zag, if any
 * last        = the last such event, as zig-zag: the last time that stands before it (at first the base) minus it
 * </pre>
 *
 * <p>All numbers are varints. So a trait with one event, or with one run, takes a byte for its number, one for its head, and for its time one where
 * that stands before it already (the record's latest event, or the latest of the trait before), three within 17 minutes, four within 37 hours, five within 198
 * days. The span of a run takes three more within 34 minutes, four within 3 days, five within 397 days.
 */
public final class HistoryCodec {
    private static final int ONE_EVENT = 0;
    private static final int ONE_RUN = 1;
    private static final int GENERAL = 2;
    private static final int WITH_EARLIER = 4;

    private static final int CODES = 1 << Ladder.CODE_BITS;
    private static final int[] NO_TRAITS = {};
    private static final Occurrences[] NO_OCCURRENCES = {};

    private HistoryCodec() {}

    /**
     * The history as bytes, none if it is empty.
     *
     * @param baseMillis an instant that the reader will know and that is near the latest event
     */
    public static byte[] write(History history, long baseMillis) {
        var out = new Out(baseMillis);
        int trait = -1;
        for (int i = 0; i < history.size(); i++) {
            out.bytes.varint(history.trait(i) - trait - 1L);
            trait = history.trait(i);
            out.occurrences(history.occurrences(i));
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
        var in = new In(new ByteReader(bytes, from, until), baseMillis);
        int[] traits = NO_TRAITS;
        Occurrences[] occurrences = NO_OCCURRENCES;
        int size = 0;
        int trait = -1;
        while (in.bytes.hasMore()) {
            if (size == traits.length) {
                traits = Arrays.copyOf(traits, Math.max(4, 2 * size));
                occurrences = Arrays.copyOf(occurrences, traits.length);
            }
            trait += 1 + (int) in.bytes.varint(0, Integer.MAX_VALUE - 1L - trait);
            traits[size] = trait;
            occurrences[size++] = in.occurrences();
        }
        return in.bytes.failed() ? Optional.empty() : Optional.of(History.of(traits, occurrences, size));
    }

    /** Whether one of the first two shapes says it all. */
    private static boolean isPlain(Saturation saturation, int saturations, int events) {
        return saturations == 1
                && events == 0
                && saturation.threshold() == 1
                && saturation.runs().size() == 1;
    }

    private static final class Out {
        private final ByteWriter bytes = new ByteWriter();
        private long before;

        Out(long base) {
            this.before = base;
        }

        void occurrences(Occurrences occurrences) {
            Saturation used = occurrences.saturation(0);
            if (isPlain(used, occurrences.saturations(), occurrences.events().size())) {
                long span = used.lastEvent(0) - used.runs().from(0);
                head(span == 0 ? ONE_EVENT : ONE_RUN, used);
                time(used.lastEvent(0));
                if (span != 0) {
                    bytes.varint(span);
                }
                return;
            }
            boolean earlier = occurrences.saturations() > 1;
            head(earlier ? WITH_EARLIER : GENERAL, used);
            saturation(used);
            events(occurrences.events());
            if (earlier) {
                bytes.varint(occurrences.saturations() - 1L);
                for (int i = 1; i < occurrences.saturations(); i++) {
                    head(GENERAL, occurrences.saturation(i));
                    saturation(occurrences.saturation(i));
                }
            }
        }

        private void head(int shape, Saturation saturation) {
            bytes.varint((long) shape * CODES + Ladder.code(saturation.windowMillis()));
        }

        private void saturation(Saturation saturation) {
            Timeline runs = saturation.runs();
            bytes.varint(saturation.threshold());
            bytes.varint(runs.size());
            for (int i = runs.size() - 1; i >= 0; i--) {
                if (i == runs.size() - 1) {
                    time(saturation.lastEvent(i));
                } else {
                    bytes.varint(runs.from(i + 1) - runs.until(i) - 1);
                }
                bytes.varint(runs.until(i) - runs.from(i) - 1);
            }
        }

        private void events(Moments events) {
            int tagsSeen = 0;
            for (int i = 0; i < events.size(); i++) {
                tagsSeen |= events.tag(i);
            }
            boolean tagged = tagsSeen != 0;
            bytes.varint(2L * events.size() + (tagged ? 1 : 0));
            for (int i = events.size() - 1; i >= 0; i--) {
                if (i == events.size() - 1) {
                    time(events.time(i));
                } else {
                    bytes.varint(events.time(i + 1) - events.time(i));
                }
            }
            for (int i = 0; tagged && i < events.size(); i++) {
                bytes.zigZag(events.tag(i));
            }
        }

        private void time(long time) {
            bytes.zigZag(before - time);
            before = time;
        }
    }

    /** What fails in {@link #bytes} makes everything read before worthless, so nothing here says so again. */
    private static final class In {
        private static final long SPAN_MAX = 4 * Occurrences.TIME_MAX;

        private final ByteReader bytes;
        private long before;
        private int pointsLeft;

        In(ByteReader bytes, long base) {
            this.bytes = bytes;
            this.before = base;
        }

        Occurrences occurrences() {
            pointsLeft = Occurrences.POINTS_MAX;
            int head = (int) bytes.varint(0, WITH_EARLIER * CODES + CODES - 1L);
            long window = Ladder.millis(head % CODES);
            int shape = head / CODES;
            if (shape == ONE_EVENT) {
                return plain(window, 0);
            }
            if (shape == ONE_RUN) {
                return plain(window, 1);
            }
            if (shape == GENERAL || shape == WITH_EARLIER) {
                return general(window, shape == WITH_EARLIER);
            }
            bytes.fail();
            return Occurrences.NONE;
        }

        private Occurrences plain(long window, long spanMin) {
            long last = time();
            long span = spanMin == 0 ? 0 : bytes.varint(spanMin, SPAN_MAX);
            Timeline run = Timeline.of(within(last - span), last + window);
            return Occurrences.of(new Saturation[] {new Saturation(1, window, run)}, Moments.NONE);
        }

        private Occurrences general(long window, boolean withEarlier) {
            Saturation used = saturation(window);
            Moments events = events();
            Saturation[] saturations = withEarlier ? withEarlier(used) : new Saturation[] {used};
            Occurrences occurrences = Occurrences.of(saturations, events);
            boolean toldTwice = occurrences.events().size() < events.size();
            if (toldTwice || occurrences.isEmpty() || isPlain(used, saturations.length, events.size())) {
                bytes.fail();
            }
            return occurrences;
        }

        private Saturation[] withEarlier(Saturation used) {
            Saturation[] saturations = new Saturation[1 + (int) bytes.varint(1, Occurrences.SATURATIONS_MAX - 1)];
            saturations[0] = used;
            for (int i = 1; i < saturations.length; i++) {
                int head = (int) bytes.varint(GENERAL * CODES, GENERAL * CODES + CODES - 1L);
                saturations[i] = saturation(Ladder.millis(head % CODES));
                if (saturations[i].runs().isEmpty()) {
                    bytes.fail();
                }
            }
            return saturations;
        }

        private Saturation saturation(long window) {
            int threshold = (int) bytes.varint(1, Need.THRESHOLD_MAX);
            int runs = points((int) bytes.varint(0, pointsLeft));
            long[] edges = new long[2 * runs];
            for (int i = edges.length - 2; i >= 0; i -= 2) {
                boolean last = i + 2 == edges.length;
                edges[i + 1] = last ? time() + window : edges[i + 2] - 1 - bytes.varint(0, SPAN_MAX);
                edges[i] = within(edges[i + 1] - 1 - bytes.varint(0, SPAN_MAX));
            }
            return new Saturation(threshold, window, bytes.failed() ? Timeline.NEVER : Timeline.ofEdges(edges));
        }

        private Moments events() {
            int counted = (int) bytes.varint(0, 2L * pointsLeft + 1);
            long[] times = new long[points(counted / 2)];
            for (int i = times.length - 1; i >= 0; i--) {
                boolean last = i + 1 == times.length;
                times[i] = last ? time() : within(times[i + 1] - bytes.varint(0, SPAN_MAX));
            }
            return Moments.of(times, tags(times, counted % 2 == 1));
        }

        private int[] tags(long[] times, boolean tagged) {
            int[] tags = new int[times.length];
            int tagsSeen = 0;
            for (int i = 0; i < tags.length; i++) {
                long tag = tagged ? bytes.zigZag() : 0;
                tags[i] = (int) tag;
                tagsSeen |= tags[i];
                boolean inOrder = i == 0 || times[i - 1] < times[i] || tags[i - 1] < tags[i];
                if (tag != tags[i] || !inOrder) {
                    bytes.fail();
                }
            }
            if (tagged && tagsSeen == 0) {
                bytes.fail();
            }
            return tags;
        }

        /** So many more points, if there is room for them and every one can have a byte; otherwise none. */
        private int points(int size) {
            if (size > Math.min(pointsLeft, bytes.left())) {
                bytes.fail();
                return 0;
            }
            pointsLeft -= size;
            return size;
        }

        private long time() {
            before = within(before - bytes.zigZag());
            return before;
        }

        private long within(long time) {
            if (time < -Occurrences.TIME_MAX || time > Occurrences.TIME_MAX) {
                bytes.fail();
                return 0;
            }
            return time;
        }
    }
}
