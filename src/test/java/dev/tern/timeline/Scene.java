package dev.tern.timeline;

import dev.tern.json.Refusal;
import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Two audiences of one site and what one visitor did, at random, on a grid coarse enough that instants often coincide. */
final class Scene {
    /** Somewhen in 2025. */
    static final long START = 1_750_000_000_000L;

    static final List<Condition> CONDITIONS = List.of(named("view"), named("cart"), named("buy"), named("open"));

    private static final long[] UNITS = {1000, 60_000, 3_600_000, 86_400_000};

    static final Plan.Site SITE =
            new Plan.Site(ZoneOffset.UTC, Map.of(), trait -> CONDITIONS.indexOf(trait.condition()));

    final Random random;
    final long unit;
    final List<Definition> definitions = new ArrayList<>();
    final List<Plan> plans = new ArrayList<>();
    final Needs needs;

    /** In time order, without duplicates. */
    final List<Happening> events = new ArrayList<>();

    Scene(long seed) {
        this.random = new Random(seed);
        this.unit = UNITS[random.nextInt(UNITS.length)];
        for (int i = 0; i < 2; i++) {
            definitions.add(definition());
            plans.add(SITE.plan(definitions.get(i)));
        }
        this.needs = Needs.merge(plans.stream().map(Plan::needs).toList());
        var distinct = new HashSet<Happening>();
        for (int i = random.nextInt(14); i > 0; i--) {
            distinct.add(new Happening(time(30), random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0, meets()));
        }
        events.addAll(distinct);
        events.sort((a, b) -> Long.compare(a.time(), b.time()));
    }

    private static Condition named(String name) {
        return new Condition(List.of(name), List.of());
    }

    /** An instant in the first so many units, mostly on the grid. */
    long time(int units) {
        long time = START + random.nextInt(units) * unit;
        return switch (random.nextInt(4)) {
            case 0 -> time + random.nextLong(unit);
            case 1 -> time + random.nextInt(-1, 2);
            default -> time;
        };
    }

    /** The events in any order, some of them more than once. */
    List<Happening> shuffled() {
        var shuffled = new ArrayList<>(events);
        for (Happening event : events) {
            if (random.nextInt(3) == 0) {
                shuffled.add(event);
            }
        }
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** With one more event, as a hit would bring it. */
    History add(History history, Happening event, long now) {
        History more = history;
        for (Condition condition : event.meets()) {
            int trait = CONDITIONS.indexOf(condition);
            if (needs.has(trait)) {
                more = more.add(trait, new Happened(event.time(), event.tag(), 0), needs, now);
            }
        }
        return more;
    }

    Window window() {
        return new Window(unit * random.nextInt(1, 16));
    }

    private Set<Condition> meets() {
        var meets = new HashSet<Condition>();
        for (Condition condition : CONDITIONS) {
            if (random.nextInt(CONDITIONS.size()) == 0) {
                meets.add(condition);
            }
        }
        return Set.copyOf(meets);
    }

    private Definition definition() {
        Optional<Window> keep = random.nextBoolean() ? Optional.empty() : Optional.of(window());
        Rule rule = rule(3);
        try {
            return new Definition("any", rule, keep);
        } catch (Refusal trueOfWhoDidNothing) {
            return new Definition("any", new Rule.All(List.of(count(Bound.ONCE), rule)), keep);
        }
    }

    private Rule rule(int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(5)) {
            case 0 -> new Rule.All(rules(depth - 1));
            case 1 -> new Rule.Any(rules(depth - 1));
            case 2 -> new Rule.Not(rule(depth - 1));
            default -> count(bound());
        };
    }

    private List<Rule> rules(int depth) {
        var rules = new ArrayList<Rule>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            rules.add(rule(depth));
        }
        return rules;
    }

    private Rule count(Bound times) {
        return new Rule.Count(CONDITIONS.get(random.nextInt(CONDITIONS.size())), times, window());
    }

    private Bound bound() {
        int low = random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> Bound.ONCE;
            case 1 -> new Bound(low, Bound.NO_END);
            case 2 -> new Bound(low, low);
            default -> new Bound(random.nextInt(low + 1), low);
        };
    }
}
