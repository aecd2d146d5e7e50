package dev.tern.timeline;

import java.util.List;

/** What is kept of the events of one trait of one visitor. Immutable. Times are milliseconds since 1970 UTC. */
public sealed interface State permits Occurrences, ActiveDays, Amounts, Steps {
    /** No event is further from 1970 than this, in milliseconds: 142,000 years. */
    long TIME_MAX = 1L << 52;

    /** Whether nothing is kept. */
    boolean isEmpty();

    /** When the latest event happened that still matters to anybody; {@link Timeline#NO_BEGINNING} for none. */
    long latestMillis();

    /** The state as one of this kind; {@code none} where it is of another. */
    @SuppressWarnings("unchecked") // every kind is a final class
    static <S extends State> S as(S none, State state) {
        return none.getClass() == state.getClass() ? (S) state : none;
    }

    /** The events that are known one by one, in order; the first and the last of a stretch stand for what lies between them. */
    List<Happened> known();
}
