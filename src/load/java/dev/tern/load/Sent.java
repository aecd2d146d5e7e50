package dev.tern.load;

import java.util.List;

/** What was sent of a site's hits, so that what is stored can be held against it. Threads may tell it at once. */
final class Sent {
    private final List<Site.Hit> round;
    private final long[] lastMillis = new long[Site.VISITORS];
    private final long[] newVisitors = new long[Site.SECTIONS];
    private long underWay;

    Sent(List<Site.Hit> round) {
        this.round = round;
    }

    /**
     * Notes a run of wrk.
     *
     * @param underWayMax of what was sent, so many hits may have had no answer when it ended
     */
    synchronized void add(Wrk.Run run, long startedMillis, int underWayMax) {
        for (int thread = 0; thread < Wrk.THREADS; thread++) {
            int share = (round.size() - thread + Wrk.THREADS - 1) / Wrk.THREADS;
            for (long i = 0; i < run.sent().get(thread); i++) {
                Site.Hit hit = round.get((int) (i % share) * Wrk.THREADS + thread);
                if (hit.isNew()) {
                    newVisitors[hit.section()]++;
                } else {
                    lastMillis[hit.visitor()] = startedMillis;
                }
            }
        }
        underWay += underWayMax;
    }

    /** Notes a hit of a new visitor that was answered. */
    synchronized void addNew(int section) {
        newVisitors[section]++;
    }

    /** The visitor's last hit was sent at this instant or later. */
    long lastMillis(int visitor) {
        return lastMillis[visitor];
    }

    /** New visitors who were sent to a section. */
    long newVisitors(int section) {
        return newVisitors[section];
    }

    /** Of all that was sent, so many hits may not have come in. */
    long underWay() {
        return underWay;
    }
}
