package dev.tern.timeline;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * On which days something happened: of each day the first and the last time, and where the shortest window asked is shorter than a
 * day, those of each run of times in it that are no further apart than that window. Immutable.
 *
 * <p>A day counts in a window of length W from each of its events on for W. The lives of the events of a run overlap or touch, for
 * any W asked, so the first and the last say all. Runs are the connected pieces of a set, so any order and any duplication of the
 * same events gives the same.
 *
 * <p>Where the time zone or the window changes, a run that it would split is known by its two ends only.
 */
public final class ActiveDays implements State {
    /** How many runs are kept at most: more than the longest window has days. */
    static final int RUNS_MAX = 1024;

    /** Nothing has happened. */
    static final ActiveDays NONE = new ActiveDays(Ladder.millis(0), new long[0]);

    private final long windowMillis;

    /** The first and the last time of each run, one after the other. */
    private final long[] ends;

    private ActiveDays(long windowMillis, long[] ends) {
        this.windowMillis = windowMillis;
        this.ends = ends;
    }

    /** Takes the ends as they are, ascending, no more than are kept. */
    static ActiveDays of(long windowMillis, long[] ends) {
        return new ActiveDays(windowMillis, ends);
    }

    @Override
    public boolean isEmpty() {
        return ends.length == 0;
    }

    @Override
    public long latestMillis() {
        return isEmpty() ? Timeline.NO_BEGINNING : ends[ends.length - 1];
    }

    @Override
    public List<Happened> known() {
        return Happened.at(Arrays.stream(ends).distinct());
    }

    /** With one more event, unless it is known already or can't matter any more. First meets the need. */
    ActiveDays add(long time, Need.Days need, long nowMillis) {
        ActiveDays adapted = adapt(need);
        if (time <= need.forgotten(nowMillis)) {
            return adapted;
        }
        int place = 0;
        while (place < adapted.runs() && adapted.last(place) < time) {
            place++;
        }
        if (place < adapted.runs() && adapted.first(place) <= time) {
            return adapted;
        }
        long[] more = new long[adapted.ends.length + 2];
        System.arraycopy(adapted.ends, 0, more, 0, 2 * place);
        more[2 * place] = time;
        more[2 * place + 1] = time;
        System.arraycopy(adapted.ends, 2 * place, more, 2 * place + 2, adapted.ends.length - 2 * place);
        return joined(more, need);
    }

    /** Kept for this need from now on; the same if it is already. */
    ActiveDays adapt(Need.Days need) {
        return windowMillis == need.windowMillis() && isJoined(need) ? this : joined(split(need), need);
    }

    private boolean isJoined(Need.Days need) {
        for (int run = 0; run < runs(); run++) {
            boolean touchesNext = run + 1 < runs() && touch(last(run), first(run + 1), need);
            if (touchesNext || !need.areOneDay(first(run), last(run))) {
                return false;
            }
        }
        return true;
    }

    /** The ends of each run by themselves where it may be no run any more. */
    private long[] split(Need.Days need) {
        long[] split = new long[2 * ends.length];
        int size = 0;
        for (int run = 0; run < runs(); run++) {
            boolean whole = need.windowMillis() >= windowMillis && need.areOneDay(first(run), last(run));
            split[size++] = first(run);
            if (!whole && first(run) != last(run)) {
                split[size++] = first(run);
                split[size++] = last(run);
            }
            split[size++] = last(run);
        }
        return Arrays.copyOf(split, size);
    }

    private static ActiveDays joined(long[] ends, Need.Days need) {
        long[] joined = new long[ends.length];
        int size = 0;
        for (int i = 0; i < ends.length; i += 2) {
            if (size > 0 && touch(joined[size - 1], ends[i], need)) {
                joined[size - 1] = ends[i + 1];
            } else {
                joined[size++] = ends[i];
                joined[size++] = ends[i + 1];
            }
        }
        return of(need.windowMillis(), bounded(Arrays.copyOf(joined, size), need));
    }

    /** No more than are kept: rather the last of a day than others, so that every day is still known; and rather later ones. */
    private static long[] bounded(long[] ends, Need.Days need) {
        int over = ends.length / 2 - RUNS_MAX;
        if (over <= 0) {
            return ends;
        }
        long[] kept = new long[ends.length];
        int size = 0;
        for (int i = 0; i < ends.length; i += 2) {
            boolean isLastOfDay = i + 2 == ends.length || !need.areOneDay(ends[i + 1], ends[i + 2]);
            if (over > 0 && !isLastOfDay) {
                over--;
            } else {
                kept[size++] = ends[i];
                kept[size++] = ends[i + 1];
            }
        }
        return Arrays.copyOfRange(kept, Math.max(0, size - 2 * RUNS_MAX), size);
    }

    private static boolean touch(long last, long next, Need.Days need) {
        return next - last <= need.windowMillis() && need.areOneDay(last, next);
    }

    /** Without the runs that ended then or before. */
    ActiveDays after(long time) {
        int run = 0;
        while (run < runs() && last(run) <= time) {
            run++;
        }
        return run == 0 ? this : new ActiveDays(windowMillis, Arrays.copyOfRange(ends, 2 * run, ends.length));
    }

    /**
     * The instants t for which {@code (t - withinMillis, t]} holds events of so many days of the zone.
     *
     * @param count 1 or more
     */
    Timeline atLeast(int count, ZoneId zone, long withinMillis) {
        var need = Need.Days.of(zone, withinMillis, 0);
        ActiveDays adapted = adapt(need);
        long[] from = new long[adapted.runs()];
        long[] until = new long[adapted.runs()];
        int size = 0;
        for (int run = 0; run < adapted.runs(); run++) {
            boolean goesOn = size > 0
                    && adapted.first(run) <= until[size - 1]
                    && need.areOneDay(adapted.last(run - 1), adapted.first(run));
            if (!goesOn) {
                from[size++] = adapted.first(run);
            }
            until[size - 1] = adapted.last(run) + withinMillis;
        }
        return Timeline.whereAtLeast(count, Arrays.copyOf(from, size), Arrays.copyOf(until, size));
    }

    long windowMillis() {
        return windowMillis;
    }

    int runs() {
        return ends.length / 2;
    }

    long first(int run) {
        return ends[2 * run];
    }

    long last(int run) {
        return ends[2 * run + 1];
    }
}
