package dev.tern.timeline;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;

/** What must be kept of the events of one trait to answer every rule that asks about it. */
public sealed interface Need {
    /** For how long an event can matter. */
    long reachMillis();

    /** What is needed for both, which are of one kind. */
    Need and(Need other);

    /**
     * With one more event, unless it is known already or can't matter any more. First meets this need, if it met another.
     *
     * @param was of any kind; one that is not this need's counts as nothing
     */
    State add(State was, Happened event, long nowMillis);

    /** Without what can't matter to anybody from now on, and kept for this need from now on. */
    State expire(State was, long nowMillis);

    /** The latest instant at which an event can have happened that no longer matters. */
    default long forgotten(long nowMillis) {
        return nowMillis - reachMillis();
    }

    /**
     * To count events.
     *
     * @param threshold the largest count that a rule tells from fewer, between 1 and {@link #THRESHOLD_MAX}
     * @param windowMillis one of the 32 spans of the ladder, no longer than the shortest window asked
     */
    record Count(int threshold, long windowMillis, long reachMillis) implements Need {
        /** Rules count to 500, and {@code atMost 500} must tell 501 apart. */
        public static final int THRESHOLD_MAX = 501;

        public Count {
            if (threshold < 1 || threshold > THRESHOLD_MAX) {
                throw new IllegalArgumentException("1 <= threshold <= " + THRESHOLD_MAX);
            }
            requireSpan(windowMillis, reachMillis);
        }

        /** What is needed to tell this count from fewer within this window, a second or more, and for so much longer. */
        static Count of(int count, long withinMillis, long longerMillis) {
            return new Count(count, Ladder.floor(withinMillis), withinMillis + longerMillis);
        }

        @Override
        public Count and(Need other) {
            return switch (other) {
                case Count(int otherThreshold, long otherWindow, long otherReach) ->
                    new Count(
                            Math.max(threshold, otherThreshold),
                            Math.min(windowMillis, otherWindow),
                            Math.max(reachMillis, otherReach));
                case Days _, Sum _, Chain _ -> throw otherKind();
            };
        }

        @Override
        public Occurrences add(State was, Happened event, long nowMillis) {
            return State.as(Occurrences.NONE, was).add(event.timeMillis(), event.tag(), this, nowMillis);
        }

        @Override
        public Occurrences expire(State was, long nowMillis) {
            return State.as(Occurrences.NONE, was).expire(this, nowMillis).adapt(this);
        }
    }

    /**
     * To count days.
     *
     * @param zone whose days
     * @param windowMillis one of the 32 spans of the ladder, no longer than the shortest window asked
     */
    record Days(ZoneId zone, long windowMillis, long reachMillis) implements Need {
        private static final long DAY_MILLIS = 86_400_000;

        public Days {
            requireNonNull(zone, "zone");
            requireSpan(windowMillis, reachMillis);
        }

        /** What is needed to count days within this window, a second or more, and for so much longer. */
        static Days of(ZoneId zone, long withinMillis, long longerMillis) {
            return new Days(zone, Ladder.floor(withinMillis), withinMillis + longerMillis);
        }

        /** The number of the day of an instant, from 1970 on. */
        static long day(ZoneId zone, long millis) {
            int offsetSeconds =
                    zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds();
            return Math.floorDiv(millis + 1000L * offsetSeconds, DAY_MILLIS);
        }

        /** Whether the instants are on one day. */
        boolean areOneDay(long a, long b) {
            return a == b || (Math.abs(a - b) <= 2 * DAY_MILLIS && day(zone, a) == day(zone, b));
        }

        @Override
        public Days and(Need other) {
            return switch (other) {
                case Days(var _, long otherWindow, long otherReach) ->
                    new Days(zone, Math.min(windowMillis, otherWindow), Math.max(reachMillis, otherReach));
                case Count _, Sum _, Chain _ -> throw otherKind();
            };
        }

        @Override
        public ActiveDays add(State was, Happened event, long nowMillis) {
            return State.as(ActiveDays.NONE, was).add(event.timeMillis(), this, nowMillis);
        }

        @Override
        public ActiveDays expire(State was, long nowMillis) {
            return State.as(ActiveDays.NONE, was).after(forgotten(nowMillis)).adapt(this);
        }
    }

    /** To add up numbers. */
    record Sum(long reachMillis) implements Need {
        @Override
        public Sum and(Need other) {
            return switch (other) {
                case Sum(long otherReach) -> new Sum(Math.max(reachMillis, otherReach));
                case Count _, Days _, Chain _ -> throw otherKind();
            };
        }

        @Override
        public Amounts add(State was, Happened event, long nowMillis) {
            return State.as(Amounts.NONE, was).add(event, this, nowMillis);
        }

        @Override
        public Amounts expire(State was, long nowMillis) {
            return State.as(Amounts.NONE, was).after(forgotten(nowMillis));
        }
    }

    /** To find sequences. */
    record Chain(long reachMillis) implements Need {
        @Override
        public Chain and(Need other) {
            return switch (other) {
                case Chain(long otherReach) -> new Chain(Math.max(reachMillis, otherReach));
                case Count _, Days _, Sum _ -> throw otherKind();
            };
        }

        @Override
        public Steps add(State was, Happened event, long nowMillis) {
            return State.as(Steps.NONE, was).add(event.timeMillis(), this, nowMillis);
        }

        @Override
        public Steps expire(State was, long nowMillis) {
            return State.as(Steps.NONE, was).after(forgotten(nowMillis));
        }
    }

    private static void requireSpan(long windowMillis, long reachMillis) {
        if (Ladder.code(windowMillis) < 0) {
            throw new IllegalArgumentException("a window of the ladder");
        }
        if (reachMillis < windowMillis) {
            throw new IllegalArgumentException("windowMillis <= reachMillis");
        }
    }

    private static IllegalArgumentException otherKind() {
        return new IllegalArgumentException("needs of one kind");
    }
}
