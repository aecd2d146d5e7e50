package dev.tern.collect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.EventName;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.VisitorId;
import dev.tern.consent.Signal;
import dev.tern.consent.Signals;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a server says that a visitor did, and the signals of consent under which it knows. */
record ServerEvent(VisitorId visitor, Event event, Signals signals) {
    private static final String TIME_FORM = "an instant such as 2030-01-31T12:00:00.000Z";
    private static final int TIME_CHARS_MAX = 40;
    private static final int SIGNAL_CHARS_MAX = 8_192;
    private static final int REGION_CHARS_MAX = 200;

    ServerEvent {
        requireNonNull(visitor, "visitor");
        requireNonNull(event, "event");
        requireNonNull(signals, "signals");
    }

    /**
     * Reads one event of a request.
     *
     * @throws Refusal naming the member that is not well-formed
     */
    static ServerEvent read(Place place, long nowMillis) {
        Members sent = place.members();
        VisitorId visitor = visitor(sent.required("visitor"));
        Signals signals = new Signals();
        sent.optional("consent").ifPresent(consent -> addSignals(consent, signals));
        Event event = new Event(
                name(sent.required("event")),
                sent.optional("time").map(ServerEvent::millis).orElse(nowMillis),
                sent.optional("id")
                        .map(id -> id.text(1, EventLimits.ID_CHARS_MAX))
                        .orElse(null),
                sent.optional("url").map(ServerEvent::url).orElse(null),
                sent.optional("referrer").map(ServerEvent::url).orElse(null),
                sent.optional("value").map(Place::decimal).orElse(null),
                sent.optional("currency").map(ServerEvent::currency).orElse(null),
                Source.SERVER,
                sent.optional("agent").map(ServerEvent::agent).orElse(Agent.HUMAN),
                sent.optional("props").map(ServerEvent::props).orElse(Map.of()));
        sent.nothingElse();
        return new ServerEvent(visitor, event, signals);
    }

    private static VisitorId visitor(Place place) {
        return Optional.ofNullable(place.node().textValue())
                .flatMap(VisitorId::parse)
                .orElseThrow(() -> place.refusal(VisitorId.FORM));
    }

    private static String name(Place place) {
        String name = place.node().textValue();
        if (name == null || !EventName.is(name)) {
            throw place.refusal(EventName.FORM);
        }
        return name;
    }

    private static String url(Place place) {
        return place.text(1, EventLimits.URL_CHARS_MAX);
    }

    private static long millis(Place place) {
        try {
            return Instant.parse(place.text(1, TIME_CHARS_MAX)).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException notAnInstant) {
            throw place.refusal(TIME_FORM);
        }
    }

    private static String currency(Place place) {
        String currency = place.node().textValue();
        if (currency == null || !Currency.is(currency)) {
            throw place.refusal(Currency.FORM);
        }
        return currency;
    }

    private static Agent agent(Place place) {
        String text = place.oneOf(Arrays.stream(Agent.values()).map(Agent::text).toList());
        return Arrays.stream(Agent.values())
                .filter(agent -> agent.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Value> props(Place place) {
        Map<String, Place> sent = place.members().each();
        if (sent.size() > EventLimits.PROPS_MAX) {
            throw place.refusal("at most " + EventLimits.PROPS_MAX + " properties");
        }
        Map<String, Value> props = new HashMap<>();
        sent.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > EventLimits.PROP_NAME_CHARS_MAX) {
                throw value.refusal("a name of 1 to " + EventLimits.PROP_NAME_CHARS_MAX + " characters");
            }
            property(value).ifPresent(property -> props.put(name, property));
        });
        return props;
    }

    private static Optional<Value> property(Place place) {
        return switch (place.node().getNodeType()) {
            case STRING -> Optional.of(new Value.Text(place.text(0, EventLimits.PROP_CHARS_MAX)));
            case NUMBER -> Optional.of(new Value.Num(place.decimal()));
            case BOOLEAN -> Optional.of(new Value.Flag(place.flag()));
            case NULL -> Optional.empty();
            case ARRAY, OBJECT, BINARY, POJO, MISSING -> throw place.refusal("a text, a number, true or false");
        };
    }

    /** The short form {@code "granted"}, or an object: signals by their parameters' names, and {@code region}. */
    private static void addSignals(Place consent, Signals into) {
        if (consent.node().isTextual()) {
            into.add(Signal.CONSENT, consent.text(1, SIGNAL_CHARS_MAX));
            return;
        }
        Members sent = consent.members();
        for (Signal signal : Signal.ofServers()) {
            sent.optional(signal.text()).ifPresent(value -> into.add(signal, signalText(value)));
        }
        sent.optional("region").ifPresent(value -> into.addRegion(value.text(0, REGION_CHARS_MAX)));
        sent.nothingElse();
    }

    /** A number counts as its text, 1.0 as that of 1. */
    private static String signalText(Place place) {
        JsonNode node = place.node();
        if (!node.isNumber()) {
            return place.text(0, SIGNAL_CHARS_MAX);
        }
        boolean whole = node.canConvertToExactIntegral() && node.canConvertToLong();
        return whole ? Long.toString(node.longValue()) : node.asText();
    }
}
