package dev.tern.timeline;

import java.util.Arrays;

/** Distinct events: their times, ascending, and their tags, ascending where the times are equal. Immutable. */
final class Moments {
    /** None. */
    static final Moments NONE = new Moments(new long[0], new int[0]);

    /** The tag of an event that is known to have happened, but not which one of its millisecond it was: it stands for any. */
    private static final int UNKNOWN_TAG = Integer.MIN_VALUE;

    private final long[] times;
    private final int[] tags;

    private Moments(long[] times, int[] tags) {
        this.times = times;
        this.tags = tags;
    }

    /** Takes both as they are: as many tags as times, in order and distinct. */
    static Moments of(long[] times, int[] tags) {
        return times.length == 0 ? NONE : new Moments(times, tags);
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

    /** With one more event; the same if that is known already. */
    Moments with(long time, int tag) {
        int known = tag == UNKNOWN_TAG ? 0 : tag;
        int place = firstAt(time);
        for (; place < times.length && times[place] == time && tags[place] <= known; place++) {
            if (tags[place] == known || tags[place] == UNKNOWN_TAG) {
                return this;
            }
        }
        return inserted(place, time, known);
    }

    /** With some event of this millisecond; the same if one is known already. */
    Moments withSomeAt(long time) {
        int place = firstAt(time);
        return place < times.length && times[place] == time ? this : inserted(place, time, UNKNOWN_TAG);
    }

    /** Where {@code (t - withinMillis, t]} holds so many of them. */
    Timeline atLeast(int count, long withinMillis) {
        return Timeline.whereAtLeast(count, times, withinMillis);
    }

    /** Those that this does not tell; the same if it tells none. */
    Moments notTold(Saturation saturation) {
        if (!tellsAny(saturation)) {
            return this;
        }
        long[] restTimes = new long[times.length];
        int[] restTags = new int[times.length];
        int size = 0;
        for (int i = 0; i < times.length; i++) {
            if (!saturation.tells(times[i])) {
                restTimes[size] = times[i];
                restTags[size++] = tags[i];
            }
        }
        return of(Arrays.copyOf(restTimes, size), Arrays.copyOf(restTags, size));
    }

    private boolean tellsAny(Saturation saturation) {
        for (long time : times) {
            if (saturation.tells(time)) {
                return true;
            }
        }
        return false;
    }

    /** Without the first so many, or as many of these as happened by then. */
    Moments withoutFirst(int number, long time) {
        int from = 0;
        while (from < number && from < times.length && times[from] <= time) {
            from++;
        }
        return from(from);
    }

    /** Those that happened later; the same if all did. */
    Moments after(long time) {
        return from(time == Long.MAX_VALUE ? times.length : firstAt(time + 1));
    }

    private Moments from(int from) {
        return from == 0
                ? this
                : of(Arrays.copyOfRange(times, from, times.length), Arrays.copyOfRange(tags, from, times.length));
    }

    /** Where the first event of this time or later stands. */
    private int firstAt(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Moments inserted(int place, long time, int tag) {
        long[] moreTimes = Arrays.copyOf(times, times.length + 1);
        int[] moreTags = Arrays.copyOf(tags, tags.length + 1);
        System.arraycopy(times, place, moreTimes, place + 1, times.length - place);
        System.arraycopy(tags, place, moreTags, place + 1, tags.length - place);
        moreTimes[place] = time;
        moreTags[place] = tag;
        return new Moments(moreTimes, moreTags);
    }
}
