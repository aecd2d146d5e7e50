package dev.tern.timeline;

import dev.tern.json.Json;
import dev.tern.rule.Definition;
import dev.tern.rule.Trait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Visitors of a shop with five audiences for each of its categories, which ask about five traits: views, carts, purchases, and
 * views and carts again as steps of a sequence.
 */
public record Crowd(Needs needs, List<Visitor> visitors) {
    /** Different visitors. */
    public static final int VISITORS = 512;

    /** When all this is. */
    public static final long NOW = 1_790_000_000_000L;

    private static final List<String> AUDIENCES = List.of(
            "{'event': 'view', 'where': {'props.category': %1$d}, 'within': '30d'}",
            "{'event': 'view', 'where': {'props.category': %1$d}, 'times': {'atLeast': 3}, 'within': '7d'}",
            """
            {'all': [
              {'event': 'view', 'where': {'props.category': %1$d}, 'within': '30d'},
              {'event': 'cart', 'where': {'props.category': %1$d}, 'within': '14d'}]}
            """,
            """
            {'all': [
              {'event': 'cart', 'where': {'props.category': %1$d}, 'within': '14d'},
              {'not': {'event': 'purchase', 'where': {'props.category': %1$d}, 'within': '30d'}}]}
            """,
            """
            {'within': '30d', 'sequence': [
              {'event': 'view', 'where': {'props.category': %1$d}},
              {'event': 'cart', 'where': {'props.category': %1$d}, 'after': '1d'}]}
            """);

    private static final int CATEGORIES = 200;
    private static final int TRAITS_OF_CATEGORY = 5;

    /** Of a category, the traits that one event counts for. */
    private static final int[][] EVENTS = {{0, 3}, {1, 4}, {2}};

    private static final int TIMES_MAX = 6;
    private static final long PAST_MILLIS = Duration.ofDays(30).toMillis();

    /**
     * @param history of so many traits, none of them about to expire
     * @param plans of the audiences of a category that this visitor looked at
     * @param trait one of those that the history knows
     */
    public record Visitor(History history, List<Plan> plans, int trait) {}

    /** @param traits how many the history of each visitor knows: those of one category after the other */
    public static Crowd of(int traits, long seed) {
        Map<Trait, Integer> numbers = new HashMap<>();
        var site =
                new Plan.Site(ZoneOffset.UTC, Map.of(), trait -> numbers.computeIfAbsent(trait, _ -> numbers.size()));
        List<List<Plan>> plans = IntStream.range(0, CATEGORIES)
                .mapToObj(category -> AUDIENCES.stream()
                        .map(rule -> site.plan(definition(rule.formatted(category))))
                        .toList())
                .toList();
        Needs needs = Needs.merge(
                plans.stream().flatMap(List::stream).map(Plan::needs).toList());
        var random = new SplittableRandom(seed);
        return new Crowd(
                needs,
                IntStream.range(0, VISITORS)
                        .mapToObj(_ -> visitor(traits, plans, needs, random))
                        .toList());
    }

    private static Definition definition(String rule) {
        String json = "{'name': 'any', 'rule': %s}".formatted(rule).replace('\'', '"');
        return Definition.read(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Visitor visitor(int traits, List<List<Plan>> plans, Needs needs, SplittableRandom random) {
        int first = random.nextInt(CATEGORIES - traits / TRAITS_OF_CATEGORY);
        int from = first * TRAITS_OF_CATEGORY;
        History history = History.EMPTY;
        for (int category = from; category < from + traits; category += TRAITS_OF_CATEGORY) {
            for (int[] counting : EVENTS) {
                for (int times = random.nextInt(1, TIMES_MAX + 1); times > 0; times--) {
                    var event = new Happened(NOW - random.nextLong(1, PAST_MILLIS), 0, 0);
                    for (int trait : counting) {
                        if (category + trait < from + traits) {
                            history = history.add(category + trait, event, needs, NOW);
                        }
                    }
                }
            }
        }
        if (history.size() != traits) {
            throw new IllegalStateException(history.size() + " traits");
        }
        int trait = from + random.nextInt(Math.min(traits, TRAITS_OF_CATEGORY));
        return new Visitor(history, plans.get(first), trait);
    }
}
