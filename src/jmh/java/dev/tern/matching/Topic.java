package dev.tern.matching;

import static dev.tern.matching.Tests.atLeast;
import static dev.tern.matching.Tests.endsWith;
import static dev.tern.matching.Tests.is;
import static dev.tern.matching.Tests.like;
import static dev.tern.matching.Tests.startsWith;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.rule.Condition;
import dev.tern.rule.Where;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A category of a shop: ten audiences about it, of which five count each event about it. */
final class Topic {
    private static final List<String> FIRST = List.of(
            ("amber blue brass bright calm cedar copper coral dusk ember fern frost gold green iron ivory jade linen "
                            + "maple north ocean olive pale pine quiet red river sand silver slate summer winter")
                    .split(" "));
    private static final List<String> SECOND = List.of(
            ("anchor apron basket bench blanket boot bowl candle chair cloak clock coat cushion drum glove hammock "
                            + "jacket kettle lamp lantern mirror mug oven pillow rug scarf shelf stove table tent towel vase")
                    .split(" "));
    private static final String HOST = "www.shop.example";

    private final int number;
    private final String slug;
    private final String brand;

    /** @param number from 0 to 1,023 */
    Topic(int number) {
        String first = FIRST.get(number % FIRST.size());
        String second = SECOND.get(number / FIRST.size());
        this.number = number;
        this.slug = first + "-" + second;
        this.brand = second + "-" + first;
    }

    /** The usual mix. Views of a page pass the first five, the others the fifth and four of the rest. */
    List<Condition> audiences(Where third) {
        return List.of(
                viewed(List.of(is("host", HOST), startsWith("path", "/c/" + slug + "/"))),
                viewed(List.of(is("path", path()), new Where.NoneOf(List.of(is("query.preview", "1"))))),
                viewed(List.of(third)),
                viewed(List.of(is("referrer.host", slug + ".partner.example"))),
                done(
                        List.of(),
                        is("utm.campaign", "spring-" + slug),
                        is("utm.source", "newsletter", "social", "search")),
                done(List.of("add_to_cart", "purchase", "sign_up"), is("props.category", slug)),
                done(List.of("add_to_cart", "purchase", "sign_up"), is("props.sku", skus())),
                done(List.of("add_to_cart", "purchase"), atLeast(20), is("props.brand", brand)),
                done(
                        List.of("add_to_cart", "sign_up"),
                        new Where.AnyOf(
                                List.of(is("props.category", slug), startsWith("path", "/wishes/" + slug + "/")))),
                done(List.of("purchase", "sign_up"), startsWith("props.list", slug + "-")));
    }

    Where brandInUrl() {
        return Tests.contains("url", "/" + brand + "/");
    }

    /** The regular expressions that people write. */
    Where matches() {
        return switch (number % 3) {
            case 0 -> Tests.matches("path", "^/c/" + slug + "/.*/p[0-9]+\\.html$");
            case 1 -> Tests.matches("url", "(?i)/" + brand + "/(p[0-9]+|sale)");
            default -> Tests.matches("url", "/(" + brand + "|" + brand + "-outlet)/p[0-9]+");
        };
    }

    /** The same with no text in it: {@code [lL][aA][mM][pP]}. */
    Where shape() {
        String classes = brand.chars()
                .mapToObj(character -> "[" + (char) character + (char) Character.toUpperCase(character) + "]")
                .collect(Collectors.joining());
        return Tests.matches("path", classes);
    }

    /** Views of a page pass the first five. */
    List<Condition> contains() {
        return List.of(
                viewed(List.of(Tests.contains("url", "/c/" + slug + "/"))),
                viewed(List.of(Tests.contains("url", slug + "/" + brand))),
                viewed(List.of(brandInUrl())),
                viewed(List.of(Tests.contains("url", "campaign=spring-" + slug))),
                viewed(List.of(Tests.contains("url", product()))),
                viewed(List.of(Tests.contains("url", "/c/" + slug + "-sale/"))),
                viewed(List.of(Tests.contains("url", "/guides/" + slug))),
                viewed(List.of(Tests.contains("url", brand + "-outlet"))),
                viewed(List.of(Tests.contains("url", "campaign=autumn-" + slug))),
                viewed(List.of(Tests.contains("url", "by-" + slug))));
    }

    /** Views of a page pass the first five. */
    List<Condition> likeAndEndsWith() {
        return List.of(
                viewed(List.of(like("path", "/c/" + slug + "/*/p*.html"))),
                viewed(List.of(endsWith("path", "/" + brand + "/" + product()))),
                viewed(List.of(like("url", "*" + slug + "*" + brand + "*"))),
                viewed(List.of(like("url", "https://*.shop.example/c/" + slug + "/*"))),
                viewed(List.of(endsWith("referrer.host", slug + ".partner.example"))),
                viewed(List.of(endsWith("path", "/" + slug + ".html"))),
                viewed(List.of(like("path", "/c/" + slug + "/?.html"))),
                viewed(List.of(like("path", "/sale/*" + slug + "*"))),
                viewed(List.of(endsWith("url", "#" + slug))),
                viewed(List.of(endsWith("path", "/" + slug + "-reviews"))));
    }

    /** Most are views of a page. */
    Event event(SplittableRandom random) {
        int percent = random.nextInt(100);
        if (percent < 70) {
            return view();
        }
        String name = percent < 85 ? "add_to_cart" : percent < 95 ? "purchase" : "sign_up";
        Map<String, Value> props = new HashMap<>();
        props.put("category", new Value.Untyped(slug));
        props.put("brand", new Value.Untyped(brand));
        props.put("sku", new Value.Untyped(skus()[random.nextInt(skus().length)]));
        props.put("list", new Value.Untyped(slug + "-favourites"));
        return event(
                name,
                "https://" + HOST + "/cart?step=1&" + utm(),
                new Decimal(random.nextLong(20_000_000, 900_000_000)),
                props);
    }

    Event view() {
        return event(
                Event.PAGE_VIEW,
                "https://" + HOST + path() + "?" + utm() + "&size=42&color=red",
                null,
                Map.of("language", new Value.Untyped("en")));
    }

    private Event event(String name, String url, @Nullable Decimal value, Map<String, Value> props) {
        return new Event(
                name,
                0,
                null,
                url,
                "https://" + slug + ".partner.example/best-of/2026?page=3",
                value,
                value == null ? null : "EUR",
                Source.PIXEL,
                Agent.HUMAN,
                props);
    }

    private String path() {
        return "/c/" + slug + "/" + brand + "/" + product();
    }

    private String product() {
        return "p" + (10_000 + 7 * number) + ".html";
    }

    private String utm() {
        return "utm_source=newsletter&utm_medium=email&utm_campaign=spring-" + slug;
    }

    private String[] skus() {
        return IntStream.range(0, 20)
                .mapToObj(size -> "SKU-" + (20 * number + size))
                .toArray(String[]::new);
    }

    /** Counts views of a page that pass. */
    static Condition viewed(List<Where> where) {
        return new Condition(List.of(Event.PAGE_VIEW), where);
    }

    private static Condition done(List<String> names, Where... where) {
        return new Condition(names, List.of(where));
    }
}
