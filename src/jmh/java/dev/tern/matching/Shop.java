package dev.tern.matching;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import dev.tern.rule.Condition;
import dev.tern.rule.Trait;
import dev.tern.rule.Where;
import dev.tern.timeline.Plan;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A site with many audiences, and what its visitors do. Exactly {@link #HITS} audiences count each event, however many
 * there are, so that only finding them can cost more.
 */
record Shop(List<Condition> conditions, List<Event> events) {
    /** Audiences that count an event. */
    static final int HITS = 5;

    /** Of each lot of so many audiences, all about one {@link Topic}, five count an event about it. */
    private static final int AUDIENCES_OF_TOPIC = 10;

    /** Different events. */
    static final int EVENTS = 512;

    private static final int VALUES_MAX_MICROS = 1_000_000_000;

    static Shop of(Rules rules, int audiences, long seed) {
        var random = new SplittableRandom(seed);
        int topicCount = audiences / AUDIENCES_OF_TOPIC;
        IntFunction<Event> about = _ -> new Topic(random.nextInt(topicCount)).event(random);
        IntFunction<Event> view = _ -> new Topic(random.nextInt(topicCount)).view();
        return switch (rules) {
            case MIXED -> new Shop(perTopic(topicCount, n -> mixed(n, n % 10 == 9)), events(about));
            case NO_MATCHES -> new Shop(perTopic(topicCount, n -> mixed(n, false)), events(about));
            case TENTH_MATCHES -> new Shop(perTopic(topicCount, n -> mixed(n, true)), events(about));
            case MATCHES_WITHOUT_TEXT ->
                new Shop(
                        perTopic(topicCount, n -> {
                            var topic = new Topic(n);
                            return topic.audiences(n % 10 == 9 ? topic.shape() : topic.brandInUrl());
                        }),
                        events(about));
            case ONE_NAME ->
                new Shop(
                        perTopic(topicCount, n -> mixed(n, n % 10 == 9).stream()
                                .map(condition -> Topic.viewed(condition.where()))
                                .toList()),
                        events(view));
            case CONTAINS -> new Shop(perTopic(topicCount, n -> new Topic(n).contains()), events(view));
            case LIKE_AND_ENDS_WITH ->
                new Shop(perTopic(topicCount, n -> new Topic(n).likeAndEndsWith()), events(view));
            case AT_LEAST ->
                new Shop(
                        each(audiences, n -> List.of(Tests.atLeast(n < HITS ? n : 1_000 + n))),
                        events(_ -> purchase(random.nextLong(20_000_000, VALUES_MAX_MICROS))));
            case BANDS -> {
                long width = VALUES_MAX_MICROS / audiences;
                yield new Shop(
                        each(audiences, n -> Tests.band(n * width, (n + HITS) * width)),
                        events(_ -> purchase(random.nextLong((HITS - 1) * width, audiences * width))));
            }
        };
    }

    private static List<Condition> mixed(int number, boolean matches) {
        var topic = new Topic(number);
        return topic.audiences(matches ? topic.matches() : topic.brandInUrl());
    }

    private static List<Condition> perTopic(int topics, IntFunction<List<Condition>> conditions) {
        return IntStream.range(0, topics)
                .mapToObj(conditions)
                .flatMap(List::stream)
                .toList();
    }

    private static List<Condition> each(int count, IntFunction<List<Where>> where) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Condition(List.of("purchase"), where.apply(number)))
                .toList();
    }

    private static List<Event> events(IntFunction<Event> event) {
        return IntStream.range(0, EVENTS).mapToObj(event).toList();
    }

    private static Event purchase(long micros) {
        return new Event(
                "purchase",
                0,
                "order",
                "https://www.shop.example/checkout/thanks?step=4",
                "https://www.shop.example/checkout/pay",
                new Decimal(micros),
                "EUR",
                Source.PIXEL,
                Agent.HUMAN,
                Map.of("items", new Value.Untyped("3")));
    }

    /** The site's rules, ready to match. */
    RuleSet ruleSet() {
        Map<Integer, Trait> traits = IntStream.range(0, conditions.size())
                .boxed()
                .collect(Collectors.toMap(number -> number, number -> Trait.counted(conditions.get(number))));
        return new RuleSet(traits, List.of(), new Plan.Site(ZoneOffset.UTC, Map.of(), trait -> 0), Optional.empty(), 0);
    }
}
