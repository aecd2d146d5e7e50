package dev.tern.timeline;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

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
    private static final int ONE_EVENT = 0;
    private static final int ONE_RUN = 1;
    private static final int GENERAL = 2;
    private static final int DAYS = 3;
    private static final int WITH_EARLIER = 4;
    private static final int STEPS = 5;
    private static final int AMOUNTS = 6;
    private static final int SHAPE_MAX = AMOUNTS;

    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private static final int CODES = 1 << Ladder.CODE_BITS;
    private static final int[] NO_TRAITS = {};
    private static final State[] NO_STATES = {};

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
        var in = new In(new ByteReader(bytes, from, until), baseMillis);
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
    private static boolean isPlain(Saturation saturation, int saturations, int events) {
        return saturations == 1
                && events == 0
                && saturation.threshold() == 1
                && saturation.runs().size() == 1;
    }

    /** The largest power of ten that divides every number. */
    private static int scale(Amounts amounts) {
        int scale = POWERS_OF_TEN.length - 1;
        for (int i = 0; i < amounts.size(); i++) {
            while (amounts.micros(i) % POWERS_OF_TEN[scale] != 0) {
                scale--;
            }
        }
        return scale;
    }

    private static final class Out {
        private final ByteWriter bytes = new ByteWriter();
        private long before;

        Out(long base) {
            this.before = base;
        }

        void state(State state) {
            switch (state) {
                case Occurrences occurrences -> occurrences(occurrences);
                case ActiveDays days -> days(days);
                case Steps steps -> steps(steps);
                case Amounts amounts -> amounts(amounts);
            }
        }

        private void days(ActiveDays days) {
            head(DAYS, Ladder.code(days.windowMillis()));
            bytes.varint(days.runs());
            for (int i = days.runs() - 1; i >= 0; i--) {
                if (i == days.runs() - 1) {
                    time(days.last(i));
                } else {
                    bytes.varint(days.first(i + 1) - days.last(i) - 1);
                }
                bytes.varint(days.last(i) - days.first(i));
            }
        }

        private void steps(Steps steps) {
            head(STEPS, 0);
            bytes.varint(steps.size());
            for (int i = steps.size() - 1; i >= 0; i--) {
                if (i == steps.size() - 1) {
                    time(steps.time(i));
                } else {
                    bytes.varint(steps.time(i + 1) - steps.time(i) - 1);
                }
            }
        }

        private void amounts(Amounts amounts) {
            int scale = scale(amounts);
            head(AMOUNTS, scale);
            events(amounts.size(), amounts::time, amounts::tag);
            for (int i = 0; i < amounts.size(); i++) {
                bytes.zigZag(amounts.micros(i) / POWERS_OF_TEN[scale]);
            }
        }

        private void occurrences(Occurrences occurrences) {
            Saturation used = occurrences.saturation(0);
            if (isPlain(used, occurrences.saturations(), occurrences.events().size())) {
                long span = used.lastEvent(0) - used.runs().from(0);
                head(span == 0 ? ONE_EVENT : ONE_RUN, code(used));
                time(used.lastEvent(0));
                if (span != 0) {
                    bytes.varint(span);
                }
                return;
            }
            boolean earlier = occurrences.saturations() > 1;
            head(earlier ? WITH_EARLIER : GENERAL, code(used));
            saturation(used);
            Moments events = occurrences.events();
            events(events.size(), events::time, events::tag);
            if (earlier) {
                bytes.varint(occurrences.saturations() - 1L);
                for (int i = 1; i < occurrences.saturations(); i++) {
                    head(GENERAL, code(occurrences.saturation(i)));
                    saturation(occurrences.saturation(i));
                }
            }
        }

        private static int code(Saturation saturation) {
            return Ladder.code(saturation.windowMillis());
        }

        private void head(int shape, int code) {
            bytes.varint((long) shape * CODES + code);
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

        private void events(int size, IntToLongFunction time, IntUnaryOperator tag) {
            int tagsSeen = 0;
            for (int i = 0; i < size; i++) {
                tagsSeen |= tag.applyAsInt(i);
            }
            boolean tagged = tagsSeen != 0;
            bytes.varint(2L * size + (tagged ? 1 : 0));
            for (int i = size - 1; i >= 0; i--) {
                if (i == size - 1) {
                    time(time.applyAsLong(i));
                } else {
                    bytes.varint(time.applyAsLong(i + 1) - time.applyAsLong(i));
                }
            }
            for (int i = 0; tagged && i < size; i++) {
                bytes.zigZag(tag.applyAsInt(i));
            }
        }

        private void time(long time) {
            bytes.zigZag(before - time);
            before = time;
        }
    }

    /** What fails in {@link #bytes} makes everything read before worthless, so nothing here says so again. */
    private static final class In {
        private static final long SPAN_MAX = 4 * State.TIME_MAX;
        private static final long NUMBER_MAX = 1_000_000_000_000_000_000L;

        private final ByteReader bytes;
        private long before;
        private int pointsLeft;

        In(ByteReader bytes, long base) {
            this.bytes = bytes;
            this.before = base;
        }

        State state() {
            int head = (int) bytes.varint(0, SHAPE_MAX * CODES + CODES - 1L);
            int code = head % CODES;
            pointsLeft = Occurrences.POINTS_MAX;
            return switch (head / CODES) {
                case ONE_EVENT -> plain(Ladder.millis(code), 0);
                case ONE_RUN -> plain(Ladder.millis(code), 1);
                case GENERAL -> general(Ladder.millis(code), false);
                case WITH_EARLIER -> general(Ladder.millis(code), true);
                case DAYS -> days(Ladder.millis(code));
                case STEPS -> steps(code);
                default -> amounts(code);
            };
        }

        private ActiveDays days(long window) {
            pointsLeft = ActiveDays.RUNS_MAX;
            long[] ends = new long[2 * some()];
            for (int i = ends.length - 2; i >= 0; i -= 2) {
                boolean last = i + 2 == ends.length;
                ends[i + 1] = last ? time() : within(ends[i + 2] - 1 - bytes.varint(0, SPAN_MAX));
                ends[i] = within(ends[i + 1] - bytes.varint(0, SPAN_MAX));
            }
            return ActiveDays.of(window, ends);
        }

        private Steps steps(int code) {
            pointsLeft = Steps.TIMES_MAX;
            if (code != 0) {
                bytes.fail();
            }
            long[] times = new long[some()];
            for (int i = times.length - 1; i >= 0; i--) {
                boolean last = i + 1 == times.length;
                times[i] = last ? time() : within(times[i + 1] - 1 - bytes.varint(0, SPAN_MAX));
            }
            return Steps.of(times);
        }

        private Amounts amounts(int scale) {
            pointsLeft = Amounts.EVENTS_MAX;
            if (scale >= POWERS_OF_TEN.length) {
                bytes.fail();
                return Amounts.NONE;
            }
            Moments events = events();
            long most = NUMBER_MAX / POWERS_OF_TEN[scale];
            long[] times = new long[events.size()];
            int[] tags = new int[times.length];
            long[] micros = new long[times.length];
            for (int i = 0; i < times.length; i++) {
                long number = bytes.zigZag();
                if (number < -most || number > most) {
                    bytes.fail();
                    number = 0;
                }
                times[i] = events.time(i);
                tags[i] = events.tag(i);
                micros[i] = number * POWERS_OF_TEN[scale];
            }
            Amounts amounts = Amounts.of(times, tags, micros);
            if (amounts.isEmpty() || scale(amounts) != scale) {
                bytes.fail();
            }
            return amounts;
        }

        /** One point or more, if there is room for them and every one can have a byte; otherwise none. */
        private int some() {
            return points((int) bytes.varint(1, pointsLeft));
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
            int threshold = (int) bytes.varint(1, Need.Count.THRESHOLD_MAX);
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
            if (time < -State.TIME_MAX || time > State.TIME_MAX) {
                bytes.fail();
                return 0;
            }
            return time;
        }
    }
}
