package dev.tern;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a visitor did.
 *
 * @param name what, 1 to 64 characters
 * @param timeMillis when, in milliseconds since 1970 UTC
 * @param id tells two events of one name and time apart; absent: the same name and time is the same event
 * @param url where, as sent
 * @param referrer from where, as sent
 * @param value its worth
 * @param currency of the value
 * @param props what else is known of it
 */
public record Event(
        String name,
        long timeMillis,
        @Nullable String id,
        @Nullable String url,
        @Nullable String referrer,
        @Nullable Decimal value,
        @Nullable String currency,
        Source source,
        Agent agent,
        Map<String, Value> props) {
    /** The name of an event that brings none. */
    public static final String PAGE_VIEW = "page_view";

    public Event {
        requireNonNull(name, "name");
        requireNonNull(source, "source");
        requireNonNull(agent, "agent");
        props = Map.copyOf(props);
    }
}
