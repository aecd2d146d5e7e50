package dev.tern.matching;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Value;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which conditions count an event, word for word as the language says it, one after the other. */
final class NaiveMatch {
    /** RFC 3986, appendix B. */
    private static final Pattern URL = Pattern.compile(
            "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?$", Pattern.DOTALL);

    private final Event event;

    private NaiveMatch(Event event) {
        this.event = event;
    }

    static List<Integer> traits(List<Condition> conditions, Event event) {
        var match = new NaiveMatch(event);
        return IntStream.range(0, conditions.size())
                .filter(trait -> match.counts(conditions.get(trait)))
                .boxed()
                .toList();
    }

    private boolean counts(Condition condition) {
        boolean asksAgent = condition.where().stream().anyMatch(NaiveMatch::asksAgent);
        return (condition.names().isEmpty() || condition.names().contains(event.name()))
                && (asksAgent || event.agent().countsByDefault())
                && condition.where().stream().allMatch(this::holds);
    }

    private static boolean asksAgent(Where where) {
        return switch (where) {
            case Where.Passes passes -> passes.field().kind() == Field.Kind.AGENT;
            case Where.AllOf(var wheres) -> wheres.stream().anyMatch(NaiveMatch::asksAgent);
            case Where.AnyOf(var wheres) -> wheres.stream().anyMatch(NaiveMatch::asksAgent);
            case Where.NoneOf(var wheres) -> wheres.stream().anyMatch(NaiveMatch::asksAgent);
        };
    }

    private boolean holds(Where where) {
        return switch (where) {
            case Where.Passes(var field, var test) -> passes(field, test);
            case Where.AllOf(var wheres) -> wheres.stream().allMatch(this::holds);
            case Where.AnyOf(var wheres) -> wheres.stream().anyMatch(this::holds);
            case Where.NoneOf(var wheres) -> wheres.stream().noneMatch(this::holds);
        };
    }

    private boolean passes(Field field, Test test) {
        Optional<Value> value = value(field);
        return switch (test) {
            case Test.Is(var values) ->
                values.stream()
                        .anyMatch(wanted ->
                                value.stream().flatMap(NaiveMatch::readings).anyMatch(wanted::equals));
            case Test.StartsWith(var prefix) -> text(value, text -> text.startsWith(prefix));
            case Test.EndsWith(var suffix) -> text(value, text -> text.endsWith(suffix));
            case Test.Contains(var part) -> text(value, text -> text.contains(part));
            case Test.Like(var pattern) ->
                text(
                        value,
                        text -> Pattern.matches(
                                "(?s)\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E", text));
            case Test.Matches(var expression) ->
                text(value, text -> Pattern.compile(expression).matcher(text).find());
            case Test.AtLeast(var bound) -> number(value, number -> number.compareTo(bound) >= 0);
            case Test.AtMost(var bound) -> number(value, number -> number.compareTo(bound) <= 0);
            case Test.Above(var bound) -> number(value, number -> number.compareTo(bound) > 0);
            case Test.Below(var bound) -> number(value, number -> number.compareTo(bound) < 0);
            case Test.Exists(var exists) -> value.isPresent() == exists;
        };
    }

    private static boolean text(Optional<Value> value, Predicate<String> test) {
        return value.stream()
                .flatMap(NaiveMatch::readings)
                .anyMatch(reading -> reading instanceof Value.Text(var text) && test.test(text));
    }

    private static boolean number(Optional<Value> value, Predicate<Decimal> test) {
        return value.stream()
                .flatMap(NaiveMatch::readings)
                .anyMatch(reading -> reading instanceof Value.Num(var number) && test.test(number));
    }

    /** What it counts as. */
    private static Stream<Value> readings(Value value) {
        if (!(value instanceof Value.Untyped(var text))) {
            return Stream.of(value);
        }
        Stream<Value> flag = text.equals("true") || text.equals("false")
                ? Stream.of(new Value.Flag(Boolean.parseBoolean(text)))
                : Stream.empty();
        Stream<Value> number = Decimal.parse(text).map(Value.Num::new).map(Value.class::cast).stream();
        return Stream.of(Stream.<Value>of(new Value.Text(text)), number, flag).flatMap(each -> each);
    }

    private Optional<Value> value(Field field) {
        return switch (field.kind()) {
            case URL -> Optional.ofNullable(event.url()).map(Value.Text::new);
            case HOST -> host(event.url());
            case PATH -> part(event.url(), 2).map(path -> new Value.Text(path.isEmpty() ? "/" : path));
            case QUERY -> query(field.name());
            case REFERRER -> Optional.ofNullable(event.referrer()).map(Value.Text::new);
            case REFERRER_HOST -> host(event.referrer());
            case UTM -> query("utm_" + field.name());
            case VALUE -> Optional.ofNullable(event.value()).map(Value.Num::new);
            case CURRENCY -> Optional.ofNullable(event.currency()).map(Value.Text::new);
            case SOURCE -> Optional.of(new Value.Text(event.source().text()));
            case AGENT -> Optional.of(new Value.Text(event.agent().text()));
            case PROP ->
                Optional.ofNullable(event.props().get(field.name()))
                        .filter(value -> !value.equals(new Value.Untyped("")));
        };
    }

    private static Optional<Value> host(@Nullable String url) {
        return part(url, 1)
                .map(authority -> authority.replaceFirst("^.*@", "").replaceFirst(":[0-9]*$", ""))
                .filter(host -> !host.isEmpty())
                .map(host -> new Value.Text(host.toLowerCase(Locale.ROOT)));
    }

    private Optional<Value> query(String name) {
        return part(event.url(), 3).stream()
                .flatMap(query -> Stream.of(query.split("&")))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decoded(pair[0]).equals(name))
                .findFirst()
                .filter(pair -> pair.length == 2 && !pair[1].isEmpty())
                .map(pair -> new Value.Untyped(decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    private static Optional<String> part(@Nullable String url, int group) {
        if (url == null) {
            return Optional.empty();
        }
        Matcher matcher = URL.matcher(url);
        return matcher.matches() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
    }
}
