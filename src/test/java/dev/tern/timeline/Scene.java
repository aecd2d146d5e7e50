package dev.tern.timeline;

import dev.tern.AudienceId;
import dev.tern.Decimal;
import dev.tern.json.Refusal;
import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Field;
import dev.tern.rule.Range;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A few audiences of one site, each of which may name those before it, and what one visitor did, at random: around a midnight or the
 * change of the clocks, on a grid coarse enough that instants often coincide.
 */
final class Scene {
    /** Somewhen in 2025. */
    static final long START = 1_750_000_000_000L;

    static final List<Condition> CONDITIONS = List.of(named("view"), named("cart"), named("buy"), named("open"));

    private static final List<Field> FIELDS =
            List.of(new Field(Field.Kind.VALUE, ""), new Field(Field.Kind.PROP, "size"));

    /** The clocks change by half an hour in the third, at midnight in the last two, and never in the fourth. */
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("America/Havana"),
            ZoneId.of("America/Nuuk"));

    private static final long[] UNITS = {1000, 60_000, 3_600_000, 86_400_000};
    private static final int SPAN_UNITS = 30;
    private static final int AUDIENCES = 3;
    private static final int EVENTS_MAX = 13;
    private static final int STEPS_MAX = 4;
    private static final long[] MICROS = {
        0,
        1,
        100_000,
        200_000,
        300_000,
        1_000_000,
        2_000_000,
        49_900_000,
        -1,
        -100_000,
        -1_000_000,
        1_000_000_000_000_000_000L
    };

    final Random random;
    final ZoneId zone;
    final long unit;
    final long start;
    final Map<AudienceId, Definition> audiences = new LinkedHashMap<>();
    final List<Definition> definitions = new ArrayList<>();
    final Plan.Site site;
    final List<Plan> plans;
    final Needs needs;

    /** In time order, each once; of two with one time and tag the numbers may differ. */
    final List<Happening> events = new ArrayList<>();

    private final List<Trait> traits = new ArrayList<>();

    Scene(long seed) {
        this.random = new Random(seed);
        this.zone = ZONES.get(random.nextInt(ZONES.size()));
        this.unit = UNITS[random.nextInt(UNITS.length)];
        this.start = middle() - random.nextInt(SPAN_UNITS) * unit;
        this.site = new Plan.Site(zone, audiences, this::number);
        for (int i = 0; i < AUDIENCES; i++) {
            definitions.add(definition());
            audiences.put(new AudienceId("a" + i), definitions.get(i));
        }
        this.plans = definitions.stream().map(site::plan).toList();
        this.needs = Needs.merge(plans.stream().map(Plan::needs).toList());
        var distinct = new HashSet<Happening>();
        for (int i = random.nextInt(EVENTS_MAX + 1); i > 0; i--) {
            distinct.add(new Happening(time(SPAN_UNITS), tag(), meets(), numbers()));
        }
        events.addAll(distinct);
        events.sort((a, b) -> Long.compare(a.time(), b.time()));
    }

    private static Condition named(String name) {
        return new Condition(List.of(name), List.of());
    }

    private int number(Trait trait) {
        if (!traits.contains(trait)) {
            traits.add(trait);
        }
        return traits.indexOf(trait);
    }

    /** When the clocks change next, or a midnight about then. */
    private long middle() {
        Instant from = Instant.ofEpochMilli(START).plusSeconds(random.nextInt(400) * 86_400L);
        var change = zone.getRules().nextTransition(from);
        if (change != null && random.nextBoolean()) {
            return change.getInstant().toEpochMilli();
        }
        return (change == null ? from : change.getInstant())
                .atZone(zone)
                .toLocalDate()
                .plusDays(random.nextInt(3) - 1L)
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }

    /** An instant in the first so many units, mostly on the grid. */
    long time(int units) {
        long time = start + random.nextInt(units) * unit;
        return switch (random.nextInt(4)) {
            case 0 -> time + random.nextLong(unit);
            case 1 -> time + random.nextInt(-1, 2);
            default -> time;
        };
    }

    Oracle oracle() {
        return new Oracle(audiences, zone, events);
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
        return add(history, event, needs, now);
    }

    /** The same for other definitions of the same traits. */
    History add(History history, Happening event, Needs needs, long now) {
        History more = history;
        for (int trait : needs.traits()) {
            var about = traits.get(trait);
            if (event.meets().contains(about.condition())) {
                Optional<Long> micros = micros(about, event);
                if (micros.isPresent()) {
                    more = more.add(trait, new Happened(event.time(), event.tag(), micros.get()), needs, now);
                }
            }
        }
        return more;
    }

    private static Optional<Long> micros(Trait trait, Happening event) {
        return trait.kept() instanceof Trait.Kept.Numbers(var of)
                ? Optional.ofNullable(event.numbers().get(of)).map(Decimal::micros)
                : Optional.of(0L);
    }

    Window window() {
        return new Window(unit * random.nextInt(1, 16));
    }

    private int tag() {
        return random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0;
    }

    private Set<Condition> meets() {
        var meets = new HashSet<Condition>();
        for (Condition condition : CONDITIONS) {
            if (random.nextInt(3) == 0) {
                meets.add(condition);
            }
        }
        return meets;
    }

    private Map<Field, Decimal> numbers() {
        var numbers = new HashMap<Field, Decimal>();
        for (Field field : FIELDS) {
            if (random.nextInt(3) > 0) {
                numbers.put(field, decimal());
            }
        }
        return numbers;
    }

    private Decimal decimal() {
        return new Decimal(MICROS[random.nextInt(MICROS.length)]);
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
        return switch (depth == 0 ? 3 : random.nextInt(6)) {
            case 0 -> new Rule.All(rules(depth - 1));
            case 1 -> new Rule.Any(rules(depth - 1));
            case 2 -> new Rule.Not(rule(depth - 1));
            default -> leaf();
        };
    }

    private List<Rule> rules(int depth) {
        var rules = new ArrayList<Rule>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            rules.add(rule(depth));
        }
        return rules;
    }

    private Rule leaf() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Rule.Days(condition(), bound(), window());
            case 2 -> new Rule.Sum(condition(), FIELDS.get(random.nextInt(FIELDS.size())), range(), window());
            case 3 -> new Rule.Sequence(steps(), window());
            case 4 -> audiences.isEmpty() ? count(bound()) : new Rule.In(earlier());
            default -> count(bound());
        };
    }

    private AudienceId earlier() {
        return List.copyOf(audiences.keySet()).get(random.nextInt(audiences.size()));
    }

    private List<Rule.Step> steps() {
        var steps = new ArrayList<Rule.Step>();
        for (int i = random.nextInt(1, STEPS_MAX + 1); i > 0; i--) {
            steps.add(new Rule.Step(condition(), random.nextInt(5) == 0 ? Rule.Step.ANY_TIME_AFTER : window()));
        }
        return steps;
    }

    private Rule count(Bound times) {
        return new Rule.Count(condition(), times, window());
    }

    private Condition condition() {
        return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
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

    /** Sums of two of the numbers, so that sums often meet them. */
    private Range range() {
        Decimal low = new Decimal(Math.clamp(decimal().micros() + decimal().micros(), -2_000_000, 100_000_000));
        Decimal high = new Decimal(low.micros() + Math.clamp(decimal().micros(), 0, 50_000_000));
        return switch (random.nextInt(4)) {
            case 0 -> new Range(Optional.of(low), Optional.empty());
            case 1 -> new Range(Optional.empty(), Optional.of(low));
            case 2 -> new Range(Optional.of(low), Optional.of(low));
            default -> new Range(Optional.of(low), Optional.of(high));
        };
    }
}
