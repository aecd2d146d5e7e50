package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.rule.Bound;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One visitor did more than is kept: what is forgotten then, and that it is the same in any order. */
class AtTheBoundTest {
    private static final long T = Scene.START;
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int SEEDS = 8;

    /** As many as are kept, or one or a few more or fewer at the oldest millisecond, and many more. */
    private static final int[] SIZES = {1020, 1023, 1024, 1025, 1026, 1030, 1300};

    static List<Need> needs() {
        return List.of(
                Need.Count.of(501, 1000, 540 * DAY),
                Need.Count.of(1, 1000, 540 * DAY),
                Need.Days.of(BERLIN, 1000, 540 * DAY),
                Need.Days.of(BERLIN, 2 * HOUR, 540 * DAY),
                Need.Days.of(BERLIN, 7 * DAY, 2000 * DAY),
                new Need.Sum(540 * DAY),
                new Need.Chain(540 * DAY));
    }

    @ParameterizedTest
    @MethodSource("needs")
    void keepsTheSameBytesInAnyOrder(Need need) {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Happened> events = farApart(need, SIZES[random.nextInt(SIZES.length)], random);
            byte[] expected = bytes(add(Occurrences.NONE, events, need));
            List<Happened> shuffled = shuffledAndDoubled(events, random);

            State state = Occurrences.NONE;
            for (int from = 0; from < shuffled.size(); from += 500) {
                state = add(state, shuffled.subList(from, Math.min(shuffled.size(), from + 500)), need);
                state = need.expire(state, T);
            }

            assertArrayEquals(expected, bytes(state), "seed " + seed);
        }
    }

    @Test
    void keepsTheLatestOfManyEventsOfOneMillisecond() {
        Need.Count need = Need.Count.of(501, 1000, 540 * DAY);
        var events = new ArrayList<Happened>();
        for (int tag = 0; tag < 400; tag++) {
            events.add(new Happened(T - DAY, tag, 0));
        }
        for (int i = 0; i < Occurrences.POINTS_MAX - 100; i++) {
            events.add(new Happened(T - 2000L * i, 0, 0));
        }

        var kept = (Occurrences) add(Occurrences.NONE, events, need);

        assertEquals(Occurrences.POINTS_MAX, kept.events().size());
        assertEquals(T - DAY, kept.events().time(99));
        assertEquals(300, kept.events().tag(0));
    }

    /** Visits four times a day, and a rule about the last hour beside one about the last year. */
    @Test
    void keepsTheLastVisitOfEveryDayBeforeOthersOfLaterDays() {
        Need.Days need = Need.Days.of(BERLIN, HOUR, 540 * DAY);
        var events = new ArrayList<Happened>();
        for (int day = 0; day < 400; day++) {
            for (int visit = 0; visit < 4; visit++) {
                events.add(new Happened(T - day * DAY - visit * 2L * HOUR, 0, 0));
            }
        }

        var kept = (ActiveDays) add(ActiveDays.NONE, events, need);

        assertEquals(ActiveDays.RUNS_MAX, kept.runs());
        assertTrue(kept.atLeast(400, BERLIN, 540 * DAY).contains(T));
    }

    /** Late events can join what is kept to what is forgotten, so the past may differ with their order, but nothing else. */
    @Test
    void countsRightFromTheLatestEventOnInAnyOrder() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Need.Count need = Need.Count.of(random.nextInt(1, 4), 1000, 540 * DAY);
            List<Happened> events = closeTogether(random);

            var kept = (Occurrences) add(Occurrences.NONE, shuffledAndDoubled(events, random), need);

            for (int count = 1; count <= need.threshold(); count++) {
                var window = new Window(1000L * random.nextInt(1, 5000));
                var rule = new Rule.Count(Scene.CONDITIONS.getFirst(), new Bound(count, Bound.NO_END), window);
                assertAgree(rule, kept.atLeast(count, window.millis()), events, "seed " + seed);
            }
        }
    }

    @Test
    void countsDaysRightFromTheLatestEventOnInAnyOrder() {
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            var random = new Random(seed);
            Need.Days need = Need.Days.of(BERLIN, 1000, 540 * DAY);
            List<Happened> events = closeTogether(random);

            var kept = (ActiveDays) add(ActiveDays.NONE, shuffledAndDoubled(events, random), need);

            for (int count = 1; count <= 2; count++) {
                var window = new Window(1000L * random.nextInt(1, 5000));
                var rule = new Rule.Days(Scene.CONDITIONS.getFirst(), new Bound(count, Bound.NO_END), window);
                assertAgree(rule, kept.atLeast(count, BERLIN, window.millis()), events, "seed " + seed);
            }
        }
    }

    private static void assertAgree(Rule rule, Timeline timeline, List<Happened> events, String seed) {
        var definition = new Definition("one count", rule, Optional.empty());
        List<Happening> happenings = events.stream()
                .map(event ->
                        new Happening(event.timeMillis(), event.tag(), Set.of(Scene.CONDITIONS.getFirst()), Map.of()))
                .toList();
        var oracle = new Oracle(Map.of(), BERLIN, happenings);
        long latest = events.stream().mapToLong(Happened::timeMillis).max().orElseThrow();
        for (long change : oracle.changes(definition).tailSet(latest)) {
            for (long t = change - 1; t <= change + 1; t++) {
                assertTrue(t < latest || oracle.isTrue(definition, t) == timeline.contains(t), seed + " at " + t);
            }
        }
    }

    /** No two share a window but those of one millisecond; some come again with another number. */
    private static List<Happened> farApart(Need need, int size, Random random) {
        long step = need instanceof Need.Days(var _, long window, var _) && window >= DAY ? DAY : 3 * HOUR;
        var events = new ArrayList<Happened>();
        long time = T;
        while (events.size() < size) {
            time -= step;
            boolean severalCount = need instanceof Need.Count(int threshold, var _, var _) && threshold > 1;
            for (int tag = severalCount || need instanceof Need.Sum ? random.nextInt(4) : 0; tag >= 0; tag--) {
                events.add(new Happened(time, tag, random.nextInt(-100, 100)));
                if (random.nextInt(8) == 0) {
                    events.add(new Happened(time, tag, random.nextInt(-100, 100)));
                }
            }
        }
        return events;
    }

    private static List<Happened> closeTogether(Random random) {
        var events = new HashSet<Happened>();
        long time = T;
        while (events.size() < 1500) {
            time -= random.nextInt(random.nextBoolean() ? 800 : 4000);
            events.add(new Happened(time, random.nextInt(2), 0));
        }
        return List.copyOf(events);
    }

    private static List<Happened> shuffledAndDoubled(List<Happened> events, Random random) {
        var shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static State add(State was, List<Happened> events, Need need) {
        State state = was;
        for (Happened event : events) {
            state = need.add(state, event, T);
        }
        return state;
    }

    private static byte[] bytes(State state) {
        return HistoryCodec.write(History.EMPTY.with(0, state), T);
    }
}
