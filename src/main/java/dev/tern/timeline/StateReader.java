package dev.tern.timeline;

import static dev.tern.timeline.HistoryCodec.CODES;
import static dev.tern.timeline.HistoryCodec.DAYS;
import static dev.tern.timeline.HistoryCodec.GENERAL;
import static dev.tern.timeline.HistoryCodec.ONE_EVENT;
import static dev.tern.timeline.HistoryCodec.ONE_RUN;
import static dev.tern.timeline.HistoryCodec.POWERS_OF_TEN;
import static dev.tern.timeline.HistoryCodec.SHAPE_MAX;
import static dev.tern.timeline.HistoryCodec.STEPS;
import static dev.tern.timeline.HistoryCodec.WITH_EARLIER;
import static dev.tern.timeline.HistoryCodec.isPlain;
import static dev.tern.timeline.HistoryCodec.scale;

/**
 * Reads the states of one history, in the shapes that {@link HistoryCodec} describes. What fails in {@link #bytes} makes
 * everything read before worthless, so nothing here says so again.
 */
final class StateReader {
    private static final long SPAN_MAX = 4 * State.TIME_MAX;
    private static final long NUMBER_MAX = 1_000_000_000_000_000_000L;

    final ByteReader bytes;
    private long before;
    private int pointsLeft;

    StateReader(ByteReader bytes, long base) {
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
