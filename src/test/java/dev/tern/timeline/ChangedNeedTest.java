package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.rule.Bound;
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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the note in {@link Occurrences} promises when rules come and go, judged by the naive reading. */
class ChangedNeedTest {
    private static final int SEEDS = 20_000;
    private static final long T = Scene.START;
    private static final long KEEP = 100_000_000;
    private static final int COUNT_MAX = 5;

    @Test
    void answersForGoodWhatEveryNeedAskedAndNeverClaimsMore() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Happening> events = events(random, true);
            Occurrences kept = Occurrences.NONE;
            Need.Count need = need(random);
            var needs = new ArrayList<>(List.of(need));

            for (Happening event : twice(events, random)) {
                if (random.nextInt(4) == 0) {
                    need = need(random);
                    needs.add(need);
                }
                kept = stored(kept.add(event.time(), event.tag(), need, T));
            }

            for (int count = 1; count <= COUNT_MAX; count++) {
                Window window = window(random);
                boolean asked = isAsked(needs, count, window);
                assertTells(events, kept, count, window, asked, T - 1, "seed " + seed);
            }
        }
    }

    @Test
    void knowsTheLatestEventsInEveryWindowThatANewNeedAsks() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Happening> events = events(random, false);
            Need.Count before = need(random);
            Need.Count after = need(random);

            Occurrences adapted = of(events, before).adapt(after);

            long latest = events.stream().mapToLong(Happening::time).max().orElse(T);
            for (int count = 1; count <= Math.min(before.threshold(), after.threshold()); count++) {
                var window = new Window(after.windowMillis() + random.nextInt(20) * 1000L);
                assertTells(events, adapted, count, window, true, latest, "seed " + seed);
            }
        }
    }

    @Test
    void isAsIfTheCoarserNeedHadAlwaysBeen() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            List<Happening> events = events(random, true);
            Need.Count finer = need(random);
            Need.Count coarser = Need.Count.of(
                    random.nextInt(1, finer.threshold() + 1), finer.windowMillis() + random.nextInt(20) * 1000L, KEEP);

            Occurrences adapted = of(events, finer).adapt(coarser);

            assertArrayEquals(bytes(of(events, coarser)), bytes(adapted), "seed " + seed);
        }
    }

    @Test
    void isAsIfNothingHadHappenedWhenTheOldNeedComesBack() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Need.Count before = need(random);
            Need.Count between = need(random).and(before);
            Occurrences kept = of(events(random, true), before);

            Occurrences back = kept.adapt(between).adapt(before);

            assertArrayEquals(bytes(kept), bytes(back), "seed " + seed);
        }
    }

    @Test
    void countsNoDuplicateOfAnEventWhoseTagIsForgotten() {
        Need.Count once = Need.Count.of(1, 60_000, 0);
        Need.Count twice = Need.Count.of(2, 60_000, 0);
        Occurrences kept = Occurrences.NONE.add(T, 7, once, T);

        Occurrences again = kept.add(T, 7, twice, T);

        assertEquals(Timeline.NEVER, again.atLeast(2, 60_000));
        assertEquals(
                Timeline.of(T + 1, T + 60_000), again.add(T + 1, 7, twice, T).atLeast(2, 60_000));
    }

    @Test
    void keepsOnlySoManyEarlierSaturations() {
        Occurrences kept = Occurrences.NONE;

        for (int count = 1; count <= 20; count++) {
            for (int i = 0; i < 20; i++) {
                kept = kept.add(T + 20L * count + i, 0, Need.Count.of(count, 60_000, 0), T);
            }

            assertTrue(kept.saturations() <= Occurrences.SATURATIONS_MAX, "count " + count);
        }
        assertEquals(T + 20, kept.atLeast(1, 60_000).from(0));
    }

    private static void assertTells(
            List<Happening> events,
            Occurrences kept,
            int count,
            Window window,
            boolean exactly,
            long from,
            String seed) {
        var rule = new Rule.Count(Scene.CONDITIONS.getFirst(), new Bound(count, Bound.NO_END), window);
        var definition = new Definition("one count", rule, Optional.empty());
        var oracle = new Oracle(Map.of(), ZoneOffset.UTC, events);
        Timeline timeline = kept.atLeast(count, window.millis());
        var instants = new TreeSet<>(List.of(from));
        for (long change : oracle.changes(definition)) {
            instants.addAll(List.of(change - 1, change, change + 1));
        }
        for (int i = 0; i < timeline.size(); i++) {
            instants.addAll(List.of(timeline.from(i), timeline.until(i)));
        }
        for (long t : instants.tailSet(from)) {
            boolean claimed = timeline.contains(t);
            boolean isTrue = oracle.isTrue(definition, t);
            assertTrue(
                    exactly ? claimed == isTrue : isTrue || !claimed,
                    () -> seed + ": " + count + " in " + window + " at " + t + " in " + timeline);
        }
    }

    private static boolean isAsked(List<Need.Count> needs, int count, Window window) {
        return needs.stream().allMatch(need -> count <= need.threshold() && window.millis() >= need.windowMillis());
    }

    private static Occurrences of(List<Happening> events, Need.Count need) {
        Occurrences kept = Occurrences.NONE;
        for (Happening event : events) {
            kept = kept.add(event.time(), event.tag(), need, T);
        }
        return kept;
    }

    private static byte[] bytes(Occurrences occurrences) {
        return HistoryCodec.write(History.EMPTY.with(0, occurrences), T);
    }

    private static Occurrences stored(Occurrences occurrences) {
        byte[] bytes = bytes(occurrences);
        return HistoryCodec.read(bytes, 0, bytes.length, T).orElseThrow().of(0, Occurrences.NONE);
    }

    private static List<Happening> twice(List<Happening> events, Random random) {
        var twice = new ArrayList<>(events);
        twice.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(twice, random);
        return twice;
    }

    /** In half a minute. */
    private static List<Happening> events(Random random, boolean manyInOneMillisecond) {
        var events = new HashSet<Happening>();
        var times = new HashSet<Long>();
        for (int i = random.nextInt(16); i > 0; i--) {
            long time = T + random.nextInt(30) * 1000L + random.nextInt(2);
            if (times.add(time) || manyInOneMillisecond) {
                int tag = manyInOneMillisecond ? random.nextInt(2) : 0;
                events.add(new Happening(time, tag, Set.of(Scene.CONDITIONS.getFirst()), Map.of()));
            }
        }
        return List.copyOf(events);
    }

    private static Need.Count need(Random random) {
        return Need.Count.of(random.nextInt(1, COUNT_MAX + 1), window(random).millis(), KEEP);
    }

    private static Window window(Random random) {
        return new Window(1000L * random.nextInt(1, 21));
    }
}
