package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.AudienceId;
import dev.tern.rule.Bound;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random audiences over random events: the compiled plan over what is kept must say what the naive reading of all events says. */
class PlanOracleTest {
    private static final int SEEDS = 20_000;
    private static final int MANY_SEEDS = 100_000;

    @Test
    void agreesWithTheNaiveReadingWhateverComesLateTwiceOrOutOfOrder() {
        for (long seed = 0; seed < MANY_SEEDS; seed++) {
            var scene = new Scene(seed);
            long now = scene.time(5);
            History history = History.EMPTY;

            for (Happening event : scene.shuffled()) {
                history = scene.add(history, event, now);
                if (scene.random.nextBoolean()) {
                    now += scene.random.nextInt(6) * scene.unit;
                    history = stored(history.expire(scene.needs, now), now);
                }
            }

            Oracle oracle = scene.oracle();
            for (int i = 0; i < scene.plans.size(); i++) {
                Timeline timeline = scene.plans.get(i).timeline(history);
                assertAgree(oracle, scene.definitions.get(i), timeline, now, "seed " + seed);
            }
        }
    }

    @Test
    void knowsTheBeginningOfTheStretchWhenEventsComeInTheirOrder() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            Definition definition = scene.definitions.getLast();
            Plan plan = scene.plans.getLast();
            History history = History.EMPTY;
            Timeline timeline = Timeline.NEVER;
            var seen = new ArrayList<Happening>();

            for (Happening event : scene.events) {
                long now = event.time();
                history = scene.add(history.expire(scene.needs, now), event, now);
                timeline = timeline.before(now).unite(plan.timeline(history).since(now));
                history = scene.random.nextBoolean() ? history.expire(scene.needs, now) : history;
                seen.add(event);

                var oracle = new Oracle(scene.audiences, scene.zone, seen);
                assertAgree(oracle, definition, timeline, now, "seed " + seed);
                if (timeline.contains(now)) {
                    assertEquals(oracle.trueSince(definition, now), timeline.from(timeline.at(now)), "seed " + seed);
                }
            }
        }
    }

    @Test
    void knowsTheBeginningOfTheStretchOfOneCountFromTheHistoryAlone() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            var condition = Scene.CONDITIONS.getFirst();
            var window = new Window(Ladder.floor(scene.window().millis()));
            var times = new Bound(scene.random.nextInt(1, 4), Bound.NO_END);
            var definition = new Definition("one count", new Rule.Count(condition, times, window), Optional.empty());
            Plan plan = scene.site.plan(definition);
            int trait = plan.traits()[0];
            History history = History.EMPTY;
            var seen = new ArrayList<Happening>();

            for (Happening event : scene.events) {
                if (!event.meets().contains(condition)) {
                    continue;
                }
                long now = event.time();
                history = history.add(trait, new Happened(now, event.tag(), 0), plan.needs(), now)
                        .expire(plan.needs(), now);
                seen.add(event);

                Timeline timeline = plan.timeline(history);
                if (timeline.contains(now)) {
                    long since = new Oracle(Map.of(), scene.zone, seen).trueSince(definition, now);
                    assertEquals(since, timeline.from(timeline.at(now)), "seed " + seed);
                }
            }
        }
    }

    @Test
    void keepsTheSameBytesWhateverTheOrderAndTheDuplicates() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            long now = scene.time(40);
            History inOrder = History.EMPTY;
            for (Happening event : scene.events) {
                inOrder = scene.add(inOrder, event, now);
            }
            byte[] expected = HistoryCodec.write(inOrder.expire(scene.needs, now), now);

            History shuffled = History.EMPTY;
            for (Happening event : scene.shuffled()) {
                shuffled = scene.add(shuffled, event, now);
                if (scene.random.nextInt(4) == 0) {
                    shuffled = shuffled.expire(scene.needs, now);
                }
            }

            byte[] actual = HistoryCodec.write(shuffled.expire(scene.needs, now), now);
            assertArrayEquals(expected, actual, "seed " + seed);
        }
    }

    @Test
    void isNeverTrueOfWhoHasNoneOfTheAnchors() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            for (Plan plan : scene.plans) {
                int[] anchors = plan.anchors();
                History history = History.EMPTY;

                for (Happening event : scene.events) {
                    history = scene.add(history, event, scene.start);
                }
                for (int anchor : anchors) {
                    history = history.with(anchor, Occurrences.NONE);
                }

                assertTrue(plan.timeline(history).isEmpty(), "seed " + seed + ", anchors " + Arrays.toString(anchors));
            }
        }
    }

    @Test
    void mattersUntilNothingOfItIsLeft() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            History history = History.EMPTY;
            for (Happening event : scene.events) {
                history = scene.add(history, event, scene.start);
            }

            long until = history.mattersUntil(scene.needs);

            assertEquals(history.isEmpty(), until == Timeline.NO_BEGINNING, "seed " + seed);
            if (!history.isEmpty()) {
                assertTrue(history.expire(scene.needs, until).isEmpty(), "seed " + seed);
                assertTrue(!history.expire(scene.needs, until - 1).isEmpty(), "seed " + seed);
                for (Plan plan : scene.plans) {
                    assertTrue(plan.timeline(history).end() <= until, "seed " + seed);
                }
            }
        }
    }

    private static History stored(History history, long base) {
        byte[] bytes = HistoryCodec.write(history, base);
        return HistoryCodec.read(bytes, 0, bytes.length, base).orElseThrow();
    }

    /** Held together at every instant from now on at which either may change, and a millisecond to each side. */
    @Test
    void endsWithTheRetentionAfterTheLatestEvent() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var scene = new Scene(seed);
            if (scene.events.isEmpty()) {
                continue;
            }
            Window retention = scene.window();
            Map<AudienceId, Definition> audiences = new HashMap<>();
            scene.audiences.forEach((id, definition) -> audiences.put(id, definition.cutTo(Optional.of(retention))));
            var site = new Plan.Site(scene.zone, audiences, scene.site.traits());
            Needs needs = Needs.merge(audiences.values().stream()
                    .map(definition -> site.plan(definition).needs())
                    .toList());
            long latest = scene.events.getLast().time();
            History history = History.EMPTY;
            for (Happening event : scene.events) {
                history = scene.add(history, event, needs, latest);
            }

            var oracle = new Oracle(audiences, scene.zone, scene.events);
            for (Definition definition : audiences.values()) {
                Timeline timeline = site.plan(definition).timeline(history, latest);
                assertAgree(oracle, definition, timeline, latest, latest + retention.millis(), "seed " + seed);
            }
        }
    }

    private static void assertAgree(Oracle oracle, Definition definition, Timeline timeline, long now, String seed) {
        assertAgree(oracle, definition, timeline, now, Timeline.NO_END, seed);
    }

    /** @param end from when on nothing is true any more */
    private static void assertAgree(
            Oracle oracle, Definition definition, Timeline timeline, long now, long end, String seed) {
        var instants = new TreeSet<>(List.of(now, now + 1));
        for (long change : oracle.changes(definition)) {
            instants.addAll(List.of(change - 1, change, change + 1));
        }
        for (int i = 0; i < timeline.size(); i++) {
            instants.addAll(List.of(timeline.from(i), timeline.until(i)));
        }
        if (end != Timeline.NO_END) {
            instants.addAll(List.of(end - 1, end));
        }
        for (long t : instants.tailSet(now)) {
            assertEquals(
                    t < end && oracle.isTrue(definition, t),
                    timeline.contains(t),
                    () -> seed + " at " + t + " in " + timeline);
        }
    }
}
