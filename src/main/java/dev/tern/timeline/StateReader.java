package dev.tern.timeline;

import static dev.tern.timeline.HistoryCodec.CODES;
import static dev.tern.timeline.HistoryCodec.COUNTED;
import static dev.tern.timeline.HistoryCodec.DAYS;
import static dev.tern.timeline.HistoryCodec.FORMS;
import static dev.tern.timeline.HistoryCodec.GENERAL;
import static dev.tern.timeline.HistoryCodec.ONE_EVENT;
import static dev.tern.timeline.HistoryCodec.ONE_RUN;
import static dev.tern.timeline.HistoryCodec.POWERS_OF_TEN;
import static dev.tern.timeline.HistoryCodec.SAME;
import static dev.tern.timeline.HistoryCodec.SAME_LAST;
import static dev.tern.timeline.HistoryCodec.STEPS;
import static dev.tern.timeline.HistoryCodec.form;
import static dev.tern.timeline.HistoryCodec.scale;
import static dev.tern.timeline.HistoryCodec.shape;

/**
 * Reads the states of one history, in the shapes that {@link HistoryCodec} describes. What fails in {@link #bytes} makes
 * everything read before worthless, so nothing here says so again.
 */
final class StateReader {
    private static final long LENGTH_MAX = 4 * State.TIME_MAX;
    private static final long NUMBER_MAX = 1_000_000_000_000_000_000L;

    final ByteReader bytes;

    /** The extent before, as {@link HistoryCodec} says. */
    private long lastBefore;

    private long lengthBefore;

    /** The extent that was just read. */
    private long last;

    private long length;
    private boolean isFirst;
    private int pointsLeft;

    StateReader(ByteReader bytes, long base) {
        this.bytes = bytes;
        this.lastBefore = base;
    }

    State state() {
        int head = bytes.next();
        int code = head % CODES;
        isFirst = true;
        pointsLeft = Occurrences.POINTS_MAX;
        return switch (head / CODES) {
            case SAME, ONE_EVENT, SAME_LAST, ONE_RUN -> plain(head / CODES, Ladder.millis(code));
            case COUNTED -> counted(Ladder.millis(code));
            case GENERAL -> general(Ladder.millis(code));
            case DAYS -> days(Ladder.millis(code));
            default -> code == STEPS ? steps() : amounts(code);
        };
    }

    private Occurrences plain(int form, long window) {
        extent(form);
        if (length < 0) {
            bytes.fail();
        }
        Timeline run = Timeline.of(within(last - length), last + window);
        return Occurrences.of(new Saturation[] {new Saturation(1, window, run)}, Moments.NONE);
    }

    private Occurrences counted(long window) {
        int threshold = threshold();
        Moments events = events();
        return occurrences(COUNTED, events, new Saturation(threshold, window, events.atLeast(threshold, window)));
    }

    private Occurrences general(long window) {
        int threshold = threshold();
        Moments events = events();
        Timeline runs = runs(window);
        var saturations = new Saturation[1 + (int) bytes.varint(0, Occurrences.SATURATIONS_MAX - 1)];
        saturations[0] = new Saturation(threshold, window, runs);
        for (int i = 1; i < saturations.length; i++) {
            saturations[i] = earlier();
        }
        return occurrences(GENERAL, events, saturations);
    }

    private Saturation earlier() {
        int head = bytes.next();
        long window = Ladder.millis(head % CODES);
        var saturation = new Saturation(threshold(), window, runs(window));
        if (head / CODES != GENERAL || saturation.runs().isEmpty()) {
            bytes.fail();
        }
        return saturation;
    }

    private Occurrences occurrences(int shape, Moments events, Saturation... saturations) {
        Occurrences occurrences = Occurrences.of(saturations, events);
        boolean toldTwice = occurrences.events().size() < events.size();
        if (toldTwice || occurrences.isEmpty() || shape(occurrences) != shape) {
            bytes.fail();
        }
        return occurrences;
    }

    private int threshold() {
        return (int) bytes.varint(1, Need.Count.THRESHOLD_MAX);
    }

    private Timeline runs(long window) {
        int formed = (int) bytes.varint(0, FORMS * (pointsLeft + 1L) - 1);
        long[] edges = new long[2 * points(formed)];
        for (int i = edges.length - 2; i >= 0; i -= 2) {
            if (i + 2 == edges.length) {
                extent(formed % FORMS);
                edges[i + 1] = last + window;
                edges[i] = within(last - length);
            } else {
                edges[i + 1] = edges[i + 2] - 1 - bytes.varint(0, LENGTH_MAX);
                edges[i] = within(edges[i + 1] - window - length(bytes.zigZag()));
            }
            if (edges[i] >= edges[i + 1]) {
                bytes.fail();
            }
        }
        return bytes.failed() ? Timeline.NEVER : Timeline.owning(edges);
    }

    private ActiveDays days(long window) {
        pointsLeft = ActiveDays.RUNS_MAX;
        int formed = (int) bytes.varint(FORMS, FORMS * (pointsLeft + 1L) - 1);
        long[] ends = new long[2 * points(formed)];
        for (int i = ends.length - 2; i >= 0; i -= 2) {
            if (i + 2 == ends.length) {
                extent(formed % FORMS);
                ends[i + 1] = last;
                ends[i] = within(last - length);
            } else {
                ends[i + 1] = within(ends[i + 2] - 1 - bytes.varint(0, LENGTH_MAX));
                ends[i] = within(ends[i + 1] - bytes.varint(0, LENGTH_MAX));
            }
            if (ends[i] > ends[i + 1]) {
                bytes.fail();
            }
        }
        return ActiveDays.of(window, ends);
    }

    private Steps steps() {
        pointsLeft = Steps.TIMES_MAX;
        return Steps.of(times((int) bytes.varint(FORMS, FORMS * (pointsLeft + 1L) - 1), 1));
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

    private Moments events() {
        int formed = (int) bytes.varint(0, 2 * FORMS * (pointsLeft + 1L) - 1);
        long[] times = times(formed / 2, 0);
        return Moments.of(times, tags(times, formed % 2 == 1));
    }

    /**
     * @param formed how many, times {@link HistoryCodec#FORMS}, and the form of their extent
     * @param apart how far one is from the next at least, in milliseconds
     */
    private long[] times(int formed, int apart) {
        long[] times = new long[points(formed)];
        if (times.length == 0) {
            return times;
        }
        extent(formed % FORMS);
        times[times.length - 1] = last;
        for (int i = times.length - 2; i > 0; i--) {
            times[i] = within(times[i + 1] - bytes.varint(apart, LENGTH_MAX));
        }
        times[0] = within(last - length);
        boolean inOrder = times.length == 1 ? length == 0 : times[0] <= times[1] - apart;
        if (!inOrder) {
            bytes.fail();
        }
        return times;
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

    /**
     * So many more points, if there is room for them, and for a byte for each but those at the ends; otherwise none.
     *
     * @param formed how many, times {@link HistoryCodec#FORMS}, and the form of their extent; 0 for none
     */
    private int points(int formed) {
        int size = formed / FORMS;
        if (size == 0 ? formed != 0 : size - 2 > bytes.left()) {
            bytes.fail();
            return 0;
        }
        pointsLeft -= size;
        return size;
    }

    private void extent(int form) {
        boolean hasLast = form == ONE_EVENT || form == ONE_RUN;
        last = hasLast ? within(lastBefore - bytes.zigZag()) : lastBefore;
        boolean hasLength = form == SAME_LAST || form == ONE_RUN;
        long other = hasLength ? length(lengthBefore - bytes.zigZag()) : 0;
        length = form == SAME ? lengthBefore : other;
        if (form != form(last, length, lastBefore, lengthBefore)) {
            bytes.fail();
        }
        if (isFirst) {
            lastBefore = last;
            lengthBefore = length;
            isFirst = false;
        }
    }

    private long length(long length) {
        if (length < -LENGTH_MAX || length > LENGTH_MAX) {
            bytes.fail();
            return 0;
        }
        return length;
    }

    private long within(long time) {
        if (time < -State.TIME_MAX || time > State.TIME_MAX) {
            bytes.fail();
            return 0;
        }
        return time;
    }
}
