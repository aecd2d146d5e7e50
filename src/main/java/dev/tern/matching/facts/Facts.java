package dev.tern.matching.facts;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.rule.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as rules see it. Its URLs are taken apart when a rule asks for a part, and once. Of one thread, which uses it
 * again for the next event.
 */
public final class Facts {
    private static final Event NOTHING =
            new Event(Event.PAGE_VIEW, 0, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());

    private Event event = NOTHING;
    private final Url url = new Url();
    private final Url referrer = new Url();
    private final Query query = new Query();
    private boolean queryRead;

    /** From now on this event. */
    public Facts about(Event next) {
        event = next;
        url.about(next.url());
        referrer.about(next.referrer());
        queryRead = false;
        return this;
    }

    /** The event that they are of. */
    public Event event() {
        return event;
    }

    /** The names and values in the URL; none where there is no URL. */
    public Query query() {
        if (!queryRead) {
            url.readQuery(query);
            queryRead = true;
        }
        return query;
    }

    /** Whether the field is there, whatever its type. */
    public boolean has(Field field) {
        return switch (field.kind()) {
            case VALUE -> event.value() != null;
            case PROP -> !isMissing(event.props().get(field.name()));
            case URL, HOST, PATH, QUERY, REFERRER, REFERRER_HOST, UTM, CURRENCY, SOURCE, AGENT -> text(field) != null;
        };
    }

    /** The field's text, or null where it is missing or of another type. */
    public @Nullable String text(Field field) {
        return switch (field.kind()) {
            case URL -> url.text();
            case HOST -> url.host();
            case PATH -> url.path();
            case QUERY -> query().value(field.name());
            case REFERRER -> referrer.text();
            case REFERRER_HOST -> referrer.host();
            case UTM -> query().value(utmName(field));
            case VALUE -> null;
            case CURRENCY -> orMissing(event.currency());
            case SOURCE -> event.source().text();
            case AGENT -> event.agent().text();
            case PROP ->
                switch (event.props().get(field.name())) {
                    case null -> null;
                    case Value.Text(var text) -> text;
                    case Value.Untyped(var text) -> orMissing(text);
                    case Value.Num _, Value.Flag _ -> null;
                };
        };
    }

    /** The field's number in millionths, or {@link Numbers#NONE} where it is missing or of another type. */
    public long micros(Field field) {
        return switch (field.kind()) {
            case VALUE -> micros(event.value());
            case QUERY, UTM -> micros(text(field));
            case URL, HOST, PATH, REFERRER, REFERRER_HOST, CURRENCY, SOURCE, AGENT -> Numbers.NONE;
            case PROP ->
                switch (event.props().get(field.name())) {
                    case null -> Numbers.NONE;
                    case Value.Num(var number) -> number.micros();
                    case Value.Untyped(var text) -> Numbers.micros(text);
                    case Value.Text _, Value.Flag _ -> Numbers.NONE;
                };
        };
    }

    /** Whether the field is this flag, false also where it is missing or of another type. */
    public boolean is(Field field, boolean flag) {
        return switch (field.kind()) {
            case QUERY, UTM -> writes(flag, text(field));
            case URL, HOST, PATH, REFERRER, REFERRER_HOST, VALUE, CURRENCY, SOURCE, AGENT -> false;
            case PROP ->
                switch (event.props().get(field.name())) {
                    case null -> false;
                    case Value.Flag(var value) -> value == flag;
                    case Value.Untyped(var text) -> writes(flag, text);
                    case Value.Text _, Value.Num _ -> false;
                };
        };
    }

    /** The query value that a utm value is. */
    public static String utmName(Field field) {
        return "utm_" + field.name();
    }

    private static boolean isMissing(@Nullable Value value) {
        return value == null || (value instanceof Value.Untyped(var text) && text.isEmpty());
    }

    private static @Nullable String orMissing(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static long micros(@Nullable Decimal number) {
        return number == null ? Numbers.NONE : number.micros();
    }

    private static long micros(@Nullable String text) {
        return text == null ? Numbers.NONE : Numbers.micros(text);
    }

    private static boolean writes(boolean flag, @Nullable String text) {
        return text != null && text.equals(flag ? "true" : "false");
    }
}
