package dev.tern.timeline;

import java.util.Arrays;
import java.util.List;

/** The times of the events that may be a step of a sequence: distinct, ascending. Immutable. */
public final class Steps implements State {
    /** How many are kept at most, the latest. */
    static final int TIMES_MAX = 1024;

    /** None. */
    static final Steps NONE = new Steps(new long[0]);

    private final long[] times;

    private Steps(long[] times) {
        this.times = times;
    }

    /** Takes them as they are, distinct and ascending; but no more than are kept. */
    static Steps of(long[] times) {
        return new Steps(times).from(Math.max(0, times.length - TIMES_MAX));
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
        return Happened.at(Arrays.stream(times));
    }

    /** The times, ascending. */
    long[] times() {
        return times.clone();
    }

    /** With one more event, unless one of this time is known already or it can't matter any more. */
    Steps add(long time, Need.Chain need, long nowMillis) {
        int place = Arrays.binarySearch(times, time);
        if (place >= 0 || time <= need.forgotten(nowMillis)) {
            return this;
        }
        int insertion = -place - 1;
        long[] more = Arrays.copyOf(times, times.length + 1);
        System.arraycopy(times, insertion, more, insertion + 1, times.length - insertion);
        more[insertion] = time;
        return of(more);
    }

    /** Those that happened later. */
    Steps after(long time) {
        int place = Arrays.binarySearch(times, time);
        return from(place >= 0 ? place + 1 : -place - 1);
    }

    private Steps from(int place) {
        return place == 0 ? this : new Steps(Arrays.copyOfRange(times, place, times.length));
    }

    /** Those that follow one of these times, later than it and at most so much, ascending. */
    long[] following(long[] before, long afterMillis) {
        long[] following = new long[times.length];
        int size = 0;
        int earlier = 0;
        for (long time : times) {
            while (earlier < before.length && before[earlier] < time) {
                earlier++;
            }
            if (earlier > 0 && time - before[earlier - 1] <= afterMillis) {
                following[size++] = time;
            }
        }
        return Arrays.copyOf(following, size);
    }

    int size() {
        return times.length;
    }

    long time(int place) {
        return times[place];
    }
}
