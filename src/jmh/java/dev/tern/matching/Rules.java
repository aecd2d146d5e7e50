package dev.tern.matching;

/** What the audiences ask for. Where the names do not say it, 70 of 100 events and 4 of 10 audiences are of page views. */
public enum Rules {
    /** Path, host, query, referrer and properties, exact and by prefix; 1 in 10 {@code contains}; 1 in 100 {@code matches}. */
    MIXED,
    /** The same, and every event and audience is of the same name. */
    ONE_NAME,
    /** As mixed, without {@code matches}. */
    NO_MATCHES,
    /** As mixed, 1 in 10 {@code matches}. */
    TENTH_MATCHES,
    /** As mixed, but the {@code matches} have no text that must occur. */
    MATCHES_WITHOUT_TEXT,
    /** Each a {@code contains} of its own on the URL. */
    CONTAINS,
    /** Each a {@code like} or {@code endsWith} of its own. */
    LIKE_AND_ENDS_WITH,
    /** Each a {@code value} of at least another number; an event has five of them. */
    AT_LEAST,
    /** Each another band of {@code value}, from and to; five of them overlap at each number. */
    BANDS
}
