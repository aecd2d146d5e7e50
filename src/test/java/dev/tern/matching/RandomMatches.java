package dev.tern.matching;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions and events that often meet, since both are made of the same few words. */
final class RandomMatches {
    private static final List<String> NAMES = List.of("page_view", "view", "add_to_cart", "purchase");
    private static final List<String> SCHEMES = List.of("https:", "http:", "");
    private static final List<String> HOSTS =
            List.of("shop.example", "Shop.example:8080", "www.shop.example", "me@blog.example", "");
    private static final List<String> PATHS = List.of(
            "", "/", "/cart", "/cart/", "/cart/red", "/cart/red/1", "/product/12", "/product/12/red", "/red.html");
    private static final List<String> WORDS = List.of(
            "red",
            "12",
            "12.0",
            "true",
            "false",
            "cart",
            "shop",
            "/cart",
            "/product/1",
            ".html",
            "ed",
            "example",
            "art",
            "rt/re",
            "t/red/1",
            "d");
    private static final List<String> SENT =
            List.of("red", "12", "12.0", "1.2e1", "-3", "true", "false", "a+b", "%C3%A9", "", "shop.example", "/cart");
    private static final List<String> KEYS = List.of("x", "y", "utm_source", "x", "%78", "é");
    private static final List<String> FIELDS = List.of(
            "url",
            "host",
            "path",
            "path",
            "query.x",
            "query.y",
            "query.é",
            "query.utm_source",
            "referrer",
            "referrer.host",
            "utm.source",
            "value",
            "currency",
            "source",
            "agent",
            "props.x",
            "props.y");
    private static final List<String> PATTERNS = List.of(
            "*", "?*", "/cart*", "*red", "*cart*", "/*/red", "/c?rt", "12", "red", "*r?d*", "1?*", "*shop*cart*");
    private static final List<String> EXPRESSIONS = List.of(
            "^/cart",
            "red$",
            "[0-9]+",
            "shop|cart",
            "(?i)CART",
            "x=",
            "/cart/?red",
            "12\\.?0",
            "^/cart(/red)*$",
            "^(/cart|/product)/",
            "/(red|product/[0-9]+)",
            "(?:ca|re)+[rd]",
            "(?i:RED)\\.html",
            "\\bcart/*r",
            "c[aA]rt/red|12$",
            "[^]]ed{1,2}",
            "(pro)?duct/1{2}|1{1}2",
            "(^|/)12",
            "\\Qcart\\E",
            "e{0}d/1");

    private final SplittableRandom random;

    RandomMatches(long seed) {
        this.random = new SplittableRandom(seed);
    }

    List<Condition> conditions() {
        return some(random.nextInt(1, 40), this::condition);
    }

    private Condition condition() {
        List<String> names = random.nextInt(4) == 0 ? List.of() : some(random.nextInt(1, 3), () -> one(NAMES));
        return new Condition(names, some(random.nextInt(4), () -> where(2)));
    }

    private Where where(int depth) {
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0 -> new Where.AllOf(some(random.nextInt(1, 3), () -> where(depth - 1)));
            case 1, 2 -> new Where.AnyOf(some(random.nextInt(1, 4), () -> where(depth - 1)));
            case 3 -> new Where.NoneOf(some(random.nextInt(1, 3), () -> where(depth - 1)));
            default -> new Where.Passes(Field.parse(one(FIELDS)).orElseThrow(), test());
        };
    }

    private Test test() {
        return switch (random.nextInt(14)) {
            case 0 -> new Test.StartsWith(one(WORDS));
            case 1 -> new Test.EndsWith(one(WORDS));
            case 2 -> new Test.Contains(one(WORDS));
            case 3 -> new Test.Like(one(PATTERNS));
            case 4 -> new Test.Matches(one(EXPRESSIONS));
            case 5 -> new Test.AtLeast(number());
            case 6 -> new Test.AtMost(number());
            case 7 -> new Test.Above(number());
            case 8 -> new Test.Below(number());
            case 9 -> new Test.Exists(random.nextInt(3) > 0);
            default -> new Test.Is(some(random.nextInt(1, 4), this::wanted));
        };
    }

    private Value wanted() {
        return switch (random.nextInt(9)) {
            case 0 -> new Value.Num(number());
            case 1 -> new Value.Flag(random.nextBoolean());
            case 2 -> new Value.Text(one(PATHS) + one(List.of("", "x")));
            case 3 -> new Value.Text(one(List.of("shop.example", "blog.example", "www.shop.example")));
            case 4 -> new Value.Text(one(List.of("EUR", "pixel", "server")));
            case 5 -> new Value.Text(one(List.of(Agent.values())).text());
            default -> new Value.Text(one(WORDS));
        };
    }

    Event event() {
        Agent agent = random.nextInt(3) > 0 ? Agent.HUMAN : one(List.of(Agent.values()));
        return new Event(
                random.nextInt(8) == 0 ? "other" : one(NAMES),
                0,
                null,
                maybe(this::url),
                maybe(this::url),
                maybe(this::number),
                maybe(() -> "EUR"),
                one(List.of(Source.PIXEL, Source.SERVER)),
                agent,
                props());
    }

    private String url() {
        String host = one(HOSTS);
        String authority = host.isEmpty() ? "" : one(SCHEMES) + "//" + host;
        String query = random.nextInt(4) == 0
                ? ""
                : "?"
                        + String.join(
                                "&", some(random.nextInt(5), () -> one(KEYS) + one(List.of("=", "=", "")) + one(SENT)));
        String url = authority + one(PATHS) + query + one(List.of("", "", "#red?x=12"));
        return url.isEmpty() ? "/" : url;
    }

    private Map<String, Value> props() {
        Map<String, Value> props = new HashMap<>();
        for (String name : some(random.nextInt(3), () -> one(List.of("x", "y", "z")))) {
            props.put(
                    name,
                    switch (random.nextInt(4)) {
                        case 0 -> new Value.Text(one(WORDS));
                        case 1 -> new Value.Num(number());
                        case 2 -> new Value.Flag(random.nextBoolean());
                        default -> new Value.Untyped(one(SENT));
                    });
        }
        return props;
    }

    private Decimal number() {
        return Decimal.parse(one(List.of("12", "-3", "0", "12.5", "11.999999", "12.000001", "1e12", "-1e12")))
                .orElseThrow();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(6) == 0 ? null : value.get();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static <T> List<T> some(int count, Supplier<T> each) {
        return Stream.generate(each).limit(count).toList();
    }
}
