package dev.tern.timeline;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What is kept of the events of one trait of one visitor: as little as answers every count that a {@link Need.Count} stands for.
 * Immutable.
 */
public final class Occurrences implements State {
    /*
     * The idea. An event counts in a window of length w during its life [e, e + w). Let count(t) be the number of distinct events
     * in (t - w, t], N the threshold, w the window of the need. No rule tells N events from more, so what is kept is
     *
     *     S = {t : count(t) >= N}                              the saturation: a few long runs
     *     K = {e : the life of e is not wholly inside S}       the events that still make a difference
     *
     * Adding e. It is in K, or its life is in S: nothing happens. Otherwise K gets it, S gets {t : #K in (t - w, t] >= N}, and K
     * loses what S now holds. That keeps both definitions true: where count(t) reaches N only now, t was not in S, so every event
     * that lives at t was in K. So the state is a function of the set of events: any order and any duplication gives the same. For
     * an N of 1, K stays empty and S is the union of the lives.
     *
     * Asking. For n <= N and W >= w, at least n events are in (t - W, t] exactly where #K in (t - W, t] >= n, or t lies in S with
     * each run made longer by W - w. For if an event that counts at t is not in K, its life lies in one run of S, so t is in that
     * run or less than W - w behind its end. And that far behind the end of a run, W still holds the N events that w held at its
     * last instant.
     *
     * Forgetting. An event is over when e + reach <= now, a run of S when its end - w + reach <= now. There is an event at end - w,
     * so both are one rule. A run stays whole until then, so that its beginning is true. What comes too late is not let in, so no
     * duplicate of a forgotten event is taken for a new one.
     *
     * Another need. A smaller N and a longer w are computed exactly from S and K, by the same reasoning. For a larger N or a
     * shorter w, S says too little: how many events a run had, and when, is gone, but for the two at its ends. So K and those two
     * begin a new S, and the old S is kept beside it until it is over. Then
     *   - what the old need could tell and the new one asks is told as exactly as before, at every instant;
     *   - beyond that every event counted is a real one and none counts twice, so nothing is `at least` n that is not;
     *   - from the latest event on, counts up to the old N are exact in any window that the new need asks (where no two events
     *     share a millisecond, for those are taken as one);
     *   - counts beyond the old N miss what came before the change, until that has left their window.
     *
     * The bound. K and the runs are POINTS_MAX at most; past it, those that would be over first are forgotten first, of events of
     * one millisecond those of the lowest tags. That leaves twice what any threshold needs, so the present stays exact (while no
     * earlier S takes its share); what is lost is a past that only `keep` asks about. What is lost of it is the same in any order
     * but for one case: an event comes late, and would have made one run of what is forgotten and what is kept.
     */

    /** How many events and runs one trait keeps at most. */
    static final int POINTS_MAX = 1024;

    /** How many saturations one trait keeps at most: the one in use, and those of earlier needs. */
    static final int SATURATIONS_MAX = 4;

    /** Nothing has happened. */
    public static final Occurrences NONE = none(1, Ladder.millis(0));

    /** S: the one in use, then those of earlier needs, the latest first; these have runs. */
    private final Saturation[] saturations;

    /** K: what the saturation in use does not tell. */
    private final Moments events;

    private Occurrences(Saturation[] saturations, Moments events) {
        this.saturations = saturations;
        this.events = events;
    }

    private static Occurrences none(int threshold, long windowMillis) {
        Saturation nothing = new Saturation(threshold, windowMillis, Timeline.NEVER);
        return new Occurrences(new Saturation[] {nothing}, Moments.NONE);
    }

    /** These saturations and, of these events, those that the first does not tell; within the bound. */
    static Occurrences of(Saturation[] saturations, Moments events) {
        var occurrences = new Occurrences(saturations, events.notTold(saturations[0]));
        int over = occurrences.points() - POINTS_MAX;
        return over <= 0 ? occurrences : occurrences.forgetFirst(over);
    }

    /** Without so many points: those that would be over first, of events of one millisecond those of the lowest tags. */
    private Occurrences forgetFirst(int over) {
        long time = lastEvents()[over - 1];
        Occurrences rest = forget(time - 1);
        int left = over - (points() - rest.points());
        Moments fewer = rest.events.withoutFirst(left, time);
        return rest.events.size() - fewer.size() == left ? new Occurrences(rest.saturations, fewer) : forget(time);
    }

    @Override
    public boolean isEmpty() {
        return points() == 0;
    }

    /**
     * With one more event, unless it is known already or can't matter any more. First meets the need, if it is another than before.
     */
    Occurrences add(long timeMillis, int tag, Need.Count need, long nowMillis) {
        Occurrences adapted = adapt(need);
        boolean over = timeMillis <= need.forgotten(nowMillis);
        return over || adapted.saturations[0].tells(timeMillis) ? adapted : adapted.with(timeMillis, tag);
    }

    private Occurrences with(long time, int tag) {
        Moments more = events.with(time, tag);
        return more.size() == events.size() ? this : saturated(saturations, more);
    }

    /** With what these events add to the first saturation. */
    private static Occurrences saturated(Saturation[] saturations, Moments events) {
        Saturation used = saturations[0];
        Timeline runs = events.atLeast(used.threshold(), used.windowMillis());
        if (runs.isEmpty()) {
            return of(saturations, events);
        }
        Saturation[] grown = saturations.clone();
        grown[0] = new Saturation(
                used.threshold(), used.windowMillis(), used.runs().unite(runs));
        return of(grown, events);
    }

    /**
     * The instants t for which {@code (t - withinMillis, t]} holds so many distinct events. Exact where the events were kept for a
     * need that asks so much; otherwise as exact as can be known, and never true where it is not.
     *
     * @param count between 1 and {@link Need.Count#THRESHOLD_MAX}
     * @param withinMillis a second or more
     */
    Timeline atLeast(int count, long withinMillis) {
        if (isEmpty()) {
            return Timeline.NEVER;
        }
        if (!saturations[0].answers(count, withinMillis)) {
            return refine(count, Ladder.floor(withinMillis)).atLeast(count, withinMillis);
        }
        Timeline enough = events.atLeast(count, withinMillis);
        for (Saturation saturation : saturations) {
            if (saturation.answers(count, withinMillis)) {
                enough = enough.unite(saturation.within(withinMillis));
            }
        }
        return enough;
    }

    /** Kept for this need from now on. What that means for what came before is said in the note of this class. */
    Occurrences adapt(Need.Count need) {
        int threshold = need.threshold();
        long window = need.windowMillis();
        Saturation used = saturations[0];
        if (used.threshold() == threshold && used.windowMillis() == window) {
            return this;
        }
        if (isEmpty()) {
            return none(threshold, window);
        }
        return used.answers(threshold, window) ? coarsen(threshold, window) : refine(threshold, window);
    }

    private Occurrences coarsen(int threshold, long window) {
        Saturation[] coarser = new Saturation[saturations.length];
        coarser[0] = new Saturation(threshold, window, atLeast(threshold, window));
        int size = 1;
        for (int i = 1; i < saturations.length; i++) {
            if (!saturations[i].answers(threshold, window)) {
                coarser[size++] = saturations[i];
            }
        }
        return of(Arrays.copyOf(coarser, size), events);
    }

    private Occurrences refine(int threshold, long window) {
        Saturation used = saturations[0];
        int first = used.runs().isEmpty() ? 1 : 0;
        int earlier = Math.min(saturations.length - first, SATURATIONS_MAX - 1);
        Saturation[] finer = new Saturation[1 + earlier];
        finer[0] = new Saturation(threshold, window, Timeline.NEVER);
        System.arraycopy(saturations, first, finer, 1, earlier);

        Moments known = events;
        for (int run = 0; run < used.runs().size(); run++) {
            // Where a run is shorter than a life, the events at its ends outlive it, and so are in K.
            if (used.tells(used.runs().from(run))) {
                known = known.withSomeAt(used.runs().from(run)).withSomeAt(used.lastEvent(run));
            }
        }
        return saturated(finer, known);
    }

    /** Without what can't matter to anybody from now on. */
    Occurrences expire(Need.Count need, long nowMillis) {
        return forget(need.forgotten(nowMillis));
    }

    @Override
    public long latestMillis() {
        long latest = events.size() == 0 ? Timeline.NO_BEGINNING : events.time(events.size() - 1);
        for (Saturation saturation : saturations) {
            int runs = saturation.runs().size();
            if (runs > 0) {
                latest = Math.max(latest, saturation.lastEvent(runs - 1));
            }
        }
        return latest;
    }

    @Override
    public List<Happened> known() {
        var times = LongStream.builder();
        for (int event = 0; event < events.size(); event++) {
            times.add(events.time(event));
        }
        for (Saturation saturation : saturations) {
            for (int run = 0; run < saturation.runs().size(); run++) {
                times.add(saturation.runs().from(run)).add(saturation.lastEvent(run));
            }
        }
        return Happened.at(times.build().sorted().distinct());
    }

    /** Without events that happened then or before, and without runs whose last event did. */
    private Occurrences forget(long time) {
        if (!forgetsAny(time)) {
            return this;
        }
        Saturation[] rest = new Saturation[saturations.length];
        int size = 0;
        for (Saturation saturation : saturations) {
            Saturation later = saturation.forget(time);
            if (size == 0 || !later.runs().isEmpty()) {
                rest[size++] = later;
            }
        }
        return new Occurrences(Arrays.copyOf(rest, size), events.after(time));
    }

    private boolean forgetsAny(long time) {
        if (events.size() > 0 && events.time(0) <= time) {
            return true;
        }
        for (Saturation saturation : saturations) {
            if (!saturation.runs().isEmpty() && saturation.lastEvent(0) <= time) {
                return true;
            }
        }
        return false;
    }

    /** For each event and each run, when its last event happened; ascending. */
    private long[] lastEvents() {
        long[] last = new long[points()];
        int size = 0;
        for (int event = 0; event < events.size(); event++) {
            last[size++] = events.time(event);
        }
        for (Saturation saturation : saturations) {
            for (int run = 0; run < saturation.runs().size(); run++) {
                last[size++] = saturation.lastEvent(run);
            }
        }
        Arrays.sort(last);
        return last;
    }

    private int points() {
        int points = events.size();
        for (Saturation saturation : saturations) {
            points += saturation.runs().size();
        }
        return points;
    }

    /** How many saturations there are, 1 or more. */
    int saturations() {
        return saturations.length;
    }

    /** The one in use, at 0, or one of an earlier need. */
    Saturation saturation(int place) {
        return saturations[place];
    }

    /** What the saturation in use does not tell. */
    Moments events() {
        return events;
    }
}
