package dev.tern.collect;

import java.time.Duration;

/** How large an event may be, and how far from now. Lengths are in characters. */
final class EventLimits {
    static final int ID_CHARS_MAX = 128;
    static final int URL_CHARS_MAX = 8_192;
    static final int PROPS_MAX = 50;
    static final int PROP_NAME_CHARS_MAX = 100;
    static final int PROP_CHARS_MAX = 2_000;

    /** A pixel's query beyond it is refused. */
    static final int QUERY_CHARS_MAX = 8 * 1024;

    /** Of one request. */
    static final int EVENTS_MAX = 1_000;

    static final Duration LATE_MAX = Duration.ofDays(7);
    static final Duration EARLY_MAX = Duration.ofMinutes(5);

    private EventLimits() {}
}
