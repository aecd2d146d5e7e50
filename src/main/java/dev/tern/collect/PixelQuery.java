package dev.tern.collect;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.EventName;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.consent.Signal;
import dev.tern.consent.Signals;
import dev.tern.matching.facts.Escapes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pixel's query string says: {@code e} event, {@code u} url, {@code r} referrer, {@code v} value, {@code c} currency,
 * {@code i} event ID, {@code t} time in milliseconds, {@code p.<name>} properties, and the signals of consent. Of a parameter
 * that is sent twice the first counts, but of signals each. Parameters that it does not know are nobody's.
 */
final class PixelQuery {
    private final Signals signals = new Signals();
    private final Map<String, Value> props = new HashMap<>(4);
    private @Nullable String event;
    private @Nullable String url;
    private @Nullable String referrer;
    private @Nullable String value;
    private @Nullable String currency;
    private @Nullable String id;
    private @Nullable String time;

    /** @param query as sent, still percent-encoded */
    PixelQuery(@Nullable String query) {
        if (query == null) {
            return;
        }
        int from = 0;
        while (from <= query.length()) {
            int end = query.indexOf('&', from);
            int until = end < 0 ? query.length() : end;
            parameter(query, from, until);
            from = until + 1;
        }
    }

    private void parameter(String query, int from, int until) {
        int equals = query.indexOf('=', from, until);
        if (equals < 0 || equals + 1 == until) {
            return;
        }
        String sent = Escapes.decode(query, equals + 1, until);
        String name = Escapes.decode(query, from, equals);
        switch (name) {
            case "e" -> event = first(event, sent);
            case "u" -> url = first(url, sent);
            case "r" -> referrer = first(referrer, sent);
            case "v" -> value = first(value, sent);
            case "c" -> currency = first(currency, sent);
            case "i" -> id = first(id, sent);
            case "t" -> time = first(time, sent);
            default -> longer(name, sent);
        }
    }

    private static String first(@Nullable String before, String sent) {
        return before == null ? sent : before;
    }

    private void longer(String name, String sent) {
        if (name.startsWith("p.")) {
            props.putIfAbsent(name.substring(2), new Value.Untyped(sent));
        } else {
            Signal.ofParameter(name).ifPresent(signal -> signals.add(signal, sent));
        }
    }

    /** The signals of consent; headers are still to be added. */
    Signals signals() {
        return signals;
    }

    /**
     * The event, or nothing where a parameter is not well-formed or too long.
     *
     * @param referer the header, which stands in for a missing url
     */
    Optional<Event> event(@Nullable String referer, Agent agent, long nowMillis) {
        String name = event == null ? Event.PAGE_VIEW : event;
        String page = url == null ? referer : url;
        Optional<Long> millis = number(time, nowMillis);
        Optional<Decimal> amount = Optional.ofNullable(value).flatMap(Decimal::parse);
        boolean wellFormed = EventName.is(name)
                && fits(id, EventLimits.ID_CHARS_MAX)
                && fits(page, EventLimits.URL_CHARS_MAX)
                && fits(referrer, EventLimits.URL_CHARS_MAX)
                && (currency == null || Currency.is(currency))
                && amount.isPresent() == (value != null)
                && millis.isPresent()
                && propsFit();
        return wellFormed
                ? Optional.of(new Event(
                        name,
                        millis.get(),
                        id,
                        page,
                        referrer,
                        amount.orElse(null),
                        currency,
                        Source.PIXEL,
                        agent,
                        props))
                : Optional.empty();
    }

    private boolean propsFit() {
        if (props.size() > EventLimits.PROPS_MAX) {
            return false;
        }
        for (Map.Entry<String, Value> prop : props.entrySet()) {
            boolean fits = prop.getValue() instanceof Value.Untyped(var text)
                    && text.length() <= EventLimits.PROP_CHARS_MAX
                    && !prop.getKey().isEmpty()
                    && prop.getKey().length() <= EventLimits.PROP_NAME_CHARS_MAX;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(@Nullable String text, int charsMax) {
        return text == null || text.length() <= charsMax;
    }

    private static Optional<Long> number(@Nullable String digits, long otherwise) {
        if (digits == null) {
            return Optional.of(otherwise);
        }
        boolean whole = digits.length() <= 15 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
