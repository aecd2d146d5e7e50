package dev.tern.timeline;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distinct events with their numbers: times ascending, and tags ascending where the times are equal. Of two events with the same
 * time and tag the larger number stands. Immutable.
 */
public final class Amounts implements State {
    /** How many events are kept at most, the latest. */
    static final int EVENTS_MAX = 1024;

    /** None. */
    static final Amounts NONE = new Amounts(new long[0], new int[0], new long[0]);

    private static final long MICROS = 1_000_000;

    private final long[] times;
    private final int[] tags;
    private final long[] micros;

    private Amounts(long[] times, int[] tags, long[] micros) {
        this.times = times;
        this.tags = tags;
        this.micros = micros;
    }

    /** Takes them as they are, in order and distinct; but no more than are kept. */
    static Amounts of(long[] times, int[] tags, long[] micros) {
        return new Amounts(times, tags, micros).from(Math.max(0, times.length - EVENTS_MAX));
    }

    @Override
    public boolean isEmpty() {
        return times.length == 0;
    }

    @Override
    public long latestMillis() {
        return isEmpty() ? Timeline.NO_BEGINNING : times[times.length - 1];
    }

    @Override
    public List<Happened> known() {
        return IntStream.range(0, times.length)
                .mapToObj(place -> new Happened(times[place], tags[place], micros[place]))
                .toList();
    }

    /** With one more event, unless it is known already or can't matter any more. */
    Amounts add(Happened event, Need.Sum need, long nowMillis) {
        if (event.timeMillis() <= need.forgotten(nowMillis)) {
            return this;
        }
        int place = place(event);
        if (place == times.length || times[place] != event.timeMillis() || tags[place] != event.tag()) {
            return inserted(place, event);
        }
        if (micros[place] >= event.micros()) {
            return this;
        }
        long[] larger = micros.clone();
        larger[place] = event.micros();
        return new Amounts(times, tags, larger);
    }

    /** Where the event stands, or would. */
    private int place(Happened event) {
        int place = times.length;
        while (place > 0
                && (times[place - 1] > event.timeMillis()
                        || (times[place - 1] == event.timeMillis() && tags[place - 1] >= event.tag()))) {
            place--;
        }
        return place;
    }

    private Amounts inserted(int place, Happened event) {
        int size = times.length + 1;
        long[] moreTimes = Arrays.copyOf(times, size);
        int[] moreTags = Arrays.copyOf(tags, size);
        long[] moreMicros = Arrays.copyOf(micros, size);
        System.arraycopy(times, place, moreTimes, place + 1, times.length - place);
        System.arraycopy(tags, place, moreTags, place + 1, times.length - place);
        System.arraycopy(micros, place, moreMicros, place + 1, times.length - place);
        moreTimes[place] = event.timeMillis();
        moreTags[place] = event.tag();
        moreMicros[place] = event.micros();
        return of(moreTimes, moreTags, moreMicros);
    }

    /** Those that happened later. */
    Amounts after(long time) {
        int place = 0;
        while (place < times.length && times[place] <= time) {
            place++;
        }
        return from(place);
    }

    private Amounts from(int place) {
        int size = times.length;
        return place == 0
                ? this
                : new Amounts(
                        Arrays.copyOfRange(times, place, size),
                        Arrays.copyOfRange(tags, place, size),
                        Arrays.copyOfRange(micros, place, size));
    }

    /**
     * The instants t for which the numbers in {@code (t - withinMillis, t]} add up to so much.
     *
     * @param atLeastMicros in millionths
     */
    Timeline atLeast(long atLeastMicros, long withinMillis) {
        long[] edges = new long[2 * times.length + 2];
        int size = 0;
        // Whole units and millionths apart: 1,024 numbers of 10^12 are more millionths than a long has.
        long units = 0;
        long rest = 0;
        boolean enough = atLeastMicros <= 0;
        if (enough) {
            edges[size++] = Timeline.NO_BEGINNING;
        }
        int entering = 0;
        int leaving = 0;
        while (leaving < times.length) {
            long leaves = Timeline.later(times[leaving], withinMillis);
            long t = entering < times.length ? Math.min(times[entering], leaves) : leaves;
            for (; entering < times.length && times[entering] == t; entering++) {
                units += micros[entering] / MICROS;
                rest += micros[entering] % MICROS;
            }
            for (; leaving < entering && Timeline.later(times[leaving], withinMillis) == t; leaving++) {
                units -= micros[leaving] / MICROS;
                rest -= micros[leaving] % MICROS;
            }
            boolean enoughNow = isAtLeast(units, rest, atLeastMicros);
            if (enoughNow != enough) {
                enough = enoughNow;
                edges[size++] = t;
            }
        }
        if (enough) {
            edges[size++] = Timeline.NO_END;
        }
        return Timeline.ofEdges(Arrays.copyOf(edges, size));
    }

    private static boolean isAtLeast(long units, long rest, long micros) {
        long wholeUnits = units + Math.floorDiv(rest, MICROS);
        long unitsAsked = Math.floorDiv(micros, MICROS);
        return wholeUnits != unitsAsked
                ? wholeUnits > unitsAsked
                : Math.floorMod(rest, MICROS) >= Math.floorMod(micros, MICROS);
    }

    int size() {
        return times.length;
    }

    long time(int place) {
        return times[place];
    }

    int tag(int place) {
        return tags[place];
    }

    long micros(int place) {
        return micros[place];
    }
}
