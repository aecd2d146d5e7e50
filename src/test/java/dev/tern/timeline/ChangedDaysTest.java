package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.rule.Bound;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@link ActiveDays} knows when the windows and the time zone of a site change, judged by the naive reading. */
class ChangedDaysTest {
    private static final int SEEDS = 10_000;
    private static final long HOUR = 3_600_000;
    private static final long KEEP = 100 * 24 * HOUR;
    private static final int COUNT_MAX = 4;

    /** Two days before the clocks of Berlin go forward. */
    private static final long T = 1_743_120_000_000L;

    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kathmandu"));

    @Test
    void neverClaimsADayThatHadNoEvent() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var events = new ArrayList<Long>();
            ActiveDays kept = ActiveDays.NONE;
            Need.Days need = need(random, zone(random));

            for (long event : times(random)) {
                need = random.nextInt(4) == 0 ? need(random, zone(random)) : need;
                events.add(event);
                kept = stored(kept.add(event, need, T));
            }

            ZoneId zone = random.nextBoolean() ? need.zone() : zone(random);
            assertTells(events, kept, zone, window(random), false, Long.MIN_VALUE, "seed " + seed);
        }
    }

    @Test
    void isExactWhileTheWindowsOnlyGrow() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            ZoneId zone = zone(random);
            List<Long> events = times(random);
            ActiveDays kept = ActiveDays.NONE;
            long longest = HOUR;

            for (long event : events) {
                longest += random.nextInt(10) * HOUR;
                kept = stored(kept.add(event, Need.Days.of(zone, longest, KEEP), T));
            }

            assertTells(events, kept, zone, new Window(longest), true, Long.MIN_VALUE, "seed " + seed);
        }
    }

    @Test
    void isExactFromTheLatestEventOnWhateverTheWindowsWere() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            ZoneId zone = zone(random);
            List<Long> events = times(random);
            ActiveDays kept = ActiveDays.NONE;

            for (long event : events) {
                kept = stored(kept.add(event, need(random, zone), T));
            }

            long latest = events.stream().mapToLong(time -> time).max().orElse(T);
            assertTells(events, kept, zone, window(random), true, latest, "seed " + seed);
        }
    }

    @Test
    void isAsIfTheLongerWindowHadAlwaysBeen() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            ZoneId zone = zone(random);
            List<Long> events = times(random);
            Need.Days shorter = need(random, zone);
            Need.Days longer = Need.Days.of(zone, shorter.windowMillis() + random.nextInt(80) * HOUR, KEEP);

            ActiveDays adapted = of(events, shorter).adapt(longer);

            assertArrayEquals(bytes(of(events, longer)), bytes(adapted), "seed " + seed);
        }
    }

    @Test
    void isAsIfNothingHadHappenedWhenAShorterWindowComesAndGoes() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            ZoneId zone = zone(random);
            Need.Days before = Need.Days.of(zone, 24 * HOUR + random.nextInt(80) * HOUR, KEEP);
            ActiveDays kept = of(times(random), before);

            ActiveDays back = kept.adapt(need(random, zone)).adapt(before);

            assertArrayEquals(bytes(kept), bytes(back), "seed " + seed);
        }
    }

    private static void assertTells(
            List<Long> events, ActiveDays kept, ZoneId zone, Window window, boolean exactly, long from, String seed) {
        var condition = Scene.CONDITIONS.getFirst();
        var oracle = new Oracle(
                Map.of(),
                zone,
                events.stream()
                        .map(time -> new Happening(time, 0, Set.of(condition), Map.of()))
                        .toList());
        for (int count = 1; count <= COUNT_MAX; count++) {
            var rule = new Rule.Days(condition, new Bound(count, Bound.NO_END), window);
            var definition = new Definition("days", rule, Optional.empty());
            Timeline timeline = kept.atLeast(count, zone, window.millis());
            var instants = new TreeSet<Long>();
            for (long change : oracle.changes(definition)) {
                instants.addAll(List.of(change - 1, change));
            }
            for (int i = 0; i < timeline.size(); i++) {
                instants.addAll(List.of(timeline.from(i), timeline.until(i)));
            }
            for (long t : instants.tailSet(from)) {
                boolean claimed = timeline.contains(t);
                boolean isTrue = oracle.isTrue(definition, t);
                assertTrue(
                        exactly ? claimed == isTrue : isTrue || !claimed,
                        () -> seed + ": " + rule + " at " + t + " in " + timeline);
            }
        }
    }

    private static ActiveDays of(List<Long> events, Need.Days need) {
        ActiveDays kept = ActiveDays.NONE;
        for (long event : events) {
            kept = kept.add(event, need, T);
        }
        return kept;
    }

    private static byte[] bytes(ActiveDays days) {
        return HistoryCodec.write(History.EMPTY.with(0, days), T);
    }

    private static ActiveDays stored(ActiveDays days) {
        byte[] bytes = bytes(days);
        return HistoryCodec.read(bytes, 0, bytes.length, T).orElseThrow().of(0, ActiveDays.NONE);
    }

    /** In four days, in any order. */
    private static List<Long> times(Random random) {
        var times = new HashSet<Long>();
        for (int i = random.nextInt(14); i > 0; i--) {
            times.add(T + random.nextInt(96) * HOUR + random.nextInt(2));
        }
        return List.copyOf(times);
    }

    private static ZoneId zone(Random random) {
        return ZONES.get(random.nextInt(ZONES.size()));
    }

    private static Need.Days need(Random random, ZoneId zone) {
        return Need.Days.of(zone, window(random).millis(), KEEP);
    }

    private static Window window(Random random) {
        return new Window(HOUR * random.nextInt(1, 72));
    }
}
