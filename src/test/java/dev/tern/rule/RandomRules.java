package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tern.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Valid rules of all shapes, each from its seed. Names, paths and windows repeat, so that rules meet one another. */
final class RandomRules {
    private static final List<String> NAMES = List.of("page_view", "cart", "purchase", "Order Completed", "$x:y/z.a-b");
    private static final List<String> AUDIENCES = List.of("buyers", "lost", "a-1_b");
    private static final List<String> WINDOWS = List.of("1s", "90s", "15m", "12h", "7d", "30d", "540d");
    private static final List<String> TEXT_FIELDS = List.of(
            "url", "host", "path", "query.q", "referrer", "referrer.host", "utm.source", "currency", "props.a b");
    private static final List<String> NUMBER_FIELDS = List.of("value", "props.size", "query.page", "utm.term");
    private static final List<String> TEXTS = List.of("/cart", "Shop.Example", "a\\\"b", "é🐦", "*.example", "ü?");
    private static final List<String> NUMBERS = List.of("0", "-1", "2.5", "1e3", "0.000001", "1000.0", "999999999999");

    private final SplittableRandom random;

    private RandomRules(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A rule that ends. */
    static Rule from(long seed) {
        return Definition.read(Json.parse(json(seed).getBytes(UTF_8))).rule();
    }

    /** The body of a definition that ends. */
    static String json(long seed) {
        var rules = new RandomRules(seed);
        String end = "{\"event\":%s,\"within\":\"%s\"}".formatted(rules.event(), rules.pick(WINDOWS));
        String rule = "{\"all\":[%s,%s]}".formatted(rules.rule(3), end);
        String keep = rules.random.nextBoolean() ? ",\"keep\":\"%s\"".formatted(rules.pick(WINDOWS)) : "";
        return "{\"name\":\"Seed %d\",\"rule\":%s%s}".formatted(seed, rule, keep);
    }

    /** A condition on its own. */
    static Condition condition(long seed) {
        return conditions(seed).getFirst();
    }

    /** Those of a rule. */
    static List<Condition> conditions(long seed) {
        return from(seed).traits().stream().map(Trait::condition).toList();
    }

    private String rule(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 4)) {
            case 1 -> "{\"all\":%s}".formatted(list(3, () -> rule(depth - 1)));
            case 2 -> "{\"any\":%s}".formatted(list(3, () -> rule(depth - 1)));
            case 3 -> "{\"not\":%s}".formatted(rule(depth - 1));
            default -> leaf();
        };
    }

    private String leaf() {
        return switch (random.nextInt(7)) {
            case 0 -> about(",\"days\":" + days());
            case 1 -> about(",\"sum\":" + sum());
            case 2 -> "{\"sequence\":%s,\"within\":\"%s\"}".formatted(steps(), pick(WINDOWS));
            case 3 -> "{\"audience\":\"%s\"}".formatted(pick(AUDIENCES));
            default -> about(times());
        };
    }

    private String about(String kept) {
        return "{%s%s,\"within\":\"%s\"}".formatted(condition(), kept, pick(WINDOWS));
    }

    private String condition() {
        String where = random.nextInt(3) == 0 ? "" : ",\"where\":" + where(2);
        return "\"event\":" + event() + where;
    }

    private String days() {
        int low = random.nextInt(1, 4);
        return switch (random.nextInt(4)) {
            case 0 -> "{\"exactly\":%d}".formatted(low - 1);
            case 1 -> "{\"atLeast\":%d,\"atMost\":%d}".formatted(low - 1, low + random.nextInt(3));
            case 2 -> "{\"atMost\":%d}".formatted(low);
            default -> "{\"atLeast\":%d}".formatted(low);
        };
    }

    private String sum() {
        String bounds =
                switch (random.nextInt(4)) {
                    case 0 -> "\"exactly\":" + pick(NUMBERS);
                    case 1 -> "\"atLeast\":-1e2,\"atMost\":999999999999";
                    case 2 -> "\"atMost\":" + pick(NUMBERS);
                    default -> "\"atLeast\":" + pick(NUMBERS);
                };
        return "{\"of\":\"%s\",%s}".formatted(pick(NUMBER_FIELDS), bounds);
    }

    private String steps() {
        List<String> steps = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            boolean anyTimeAfter = steps.isEmpty() || random.nextInt(3) == 0;
            steps.add("{%s%s}".formatted(condition(), anyTimeAfter ? "" : ",\"after\":" + quoted(pick(WINDOWS))));
        }
        return "[" + String.join(",", steps) + "]";
    }

    private String times() {
        int low = random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0 -> ",\"times\":{\"exactly\":%d}".formatted(low);
            case 1 -> ",\"times\":{\"atLeast\":%d,\"atMost\":%d}".formatted(low, low + random.nextInt(3));
            case 2 -> ",\"times\":{\"atMost\":%d}".formatted(low);
            case 3 -> ",\"times\":{\"atLeast\":%d}".formatted(low + 1);
            default -> "";
        };
    }

    private String event() {
        return switch (random.nextInt(4)) {
            case 0 -> "\"*\"";
            case 1 -> list(3, () -> quoted(pick(NAMES)));
            default -> quoted(pick(NAMES));
        };
    }

    private String where(int depth) {
        List<String> members = new ArrayList<>();
        members.add(random.nextInt(3) == 0 ? quoted("agent") + ":" + agents() : passes());
        if (depth > 0 && random.nextInt(3) == 0) {
            members.add("\"anyOf\":" + list(3, () -> where(depth - 1)));
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            members.add("\"noneOf\":" + list(3, () -> where(depth - 1)));
        }
        return "{" + String.join(",", members) + "}";
    }

    private String agents() {
        return list(2, () -> quoted(pick(List.of("human", "bot", "prefetch", "proxy"))));
    }

    private String passes() {
        return random.nextBoolean()
                ? quoted(pick(TEXT_FIELDS)) + ":" + textTest()
                : quoted(pick(NUMBER_FIELDS)) + ":" + numberTest();
    }

    private String textTest() {
        return switch (random.nextInt(5)) {
            case 0 -> quoted(pick(TEXTS));
            case 1 -> list(3, () -> quoted(pick(TEXTS)));
            case 2 -> "{\"matches\":\"^/[a-z]{2,5}(/x){0,3}$\"}";
            case 3 -> "{\"exists\":%b}".formatted(random.nextBoolean());
            default ->
                "{\"%s\":\"%s\",\"like\":\"*%s\"}"
                        .formatted(pick(List.of("startsWith", "endsWith", "contains")), pick(TEXTS), pick(TEXTS));
        };
    }

    private String numberTest() {
        return switch (random.nextInt(3)) {
            case 0 -> pick(NUMBERS);
            case 1 -> list(3, () -> pick(NUMBERS));
            default ->
                "{\"%s\":%s}".formatted(pick(List.of("atLeast", "atMost", "above", "below", "is")), pick(NUMBERS));
        };
    }

    private String list(int max, Supplier<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(max); i >= 0; i--) {
            items.add(item.get());
        }
        return "[" + String.join(",", items) + "]";
    }

    private String quoted(String text) {
        return "\"" + text + "\"";
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
