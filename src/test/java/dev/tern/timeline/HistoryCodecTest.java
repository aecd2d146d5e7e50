package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryCodecTest {
    private static final long T = Scene.START;
    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Need.Count ONCE = Need.Count.of(1, 30 * DAY, 0);
    private static final Need.Count THREE_TIMES = Need.Count.of(3, 30 * DAY, 0);
    private static final Need.Days DAYS = Need.Days.of(BERLIN, 30 * DAY, 0);
    private static final Need.Sum AMOUNTS = new Need.Sum(30 * DAY);
    private static final Need.Chain STEPS = new Need.Chain(30 * DAY);
    private static final List<Need> KINDS = List.of(THREE_TIMES, DAYS, AMOUNTS, STEPS);

    @Test
    void givesBackWhatWasWritten() {
        for (long seed = 0; seed < 20_000; seed++) {
            History history = history(seed);
            byte[] bytes = HistoryCodec.write(history, T);

            History read = HistoryCodec.read(bytes, 0, bytes.length, T).orElseThrow();

            assertArrayEquals(bytes, HistoryCodec.write(read, T), "seed " + seed);
            assertEquals(history.size(), read.size(), "seed " + seed);
            for (int i = 0; i < history.size(); i++) {
                assertEquals(history.trait(i), read.trait(i), "seed " + seed);
                assertEquals(answers(history.state(i)), answers(read.state(i)), "seed " + seed);
            }
        }
    }

    /** What rules could ask it. */
    private static List<Timeline> answers(State state) {
        var answers = new ArrayList<Timeline>();
        for (int count = 1; count < 4; count++) {
            answers.add(
                    switch (state) {
                        case Occurrences occurrences -> occurrences.atLeast(count, 40 * MINUTE);
                        case ActiveDays days -> days.atLeast(count, BERLIN, 2 * DAY);
                        case Amounts amounts -> amounts.atLeast(count * 1_000_000L, 40 * MINUTE);
                        case Steps steps ->
                            Timeline.whereAtLeast(
                                    1, steps.following(new long[] {T - count * 20L * MINUTE}, DAY), 40 * MINUTE);
                    });
        }
        return answers;
    }

    @Test
    void hasTheSameBytesForTheSameEventsOfAllKinds() {
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            List<Happened> events = events(random);
            List<Happened> again = new ArrayList<>(events);
            again.addAll(events);
            Collections.shuffle(again, random);

            for (Need need : KINDS) {
                byte[] once = HistoryCodec.write(History.EMPTY.with(7, state(need, events)), T);
                byte[] twice = HistoryCodec.write(History.EMPTY.with(7, state(need, again)), T);

                assertArrayEquals(once, twice, "seed " + seed);
            }
        }
    }

    @Test
    void readsFromTheMiddleOfARecord() {
        History history = history(1);
        byte[] bytes = HistoryCodec.write(history, T);
        byte[] record = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, record, 3, bytes.length);

        Optional<History> read = HistoryCodec.read(record, 3, 3 + bytes.length, T);

        assertArrayEquals(bytes, HistoryCodec.write(read.orElseThrow(), T));
    }

    @Test
    void takesNoByteForAnEmptyHistory() {
        assertEquals(0, HistoryCodec.write(History.EMPTY, T).length);
        assertTrue(HistoryCodec.read(new byte[0], 0, 0, T).orElseThrow().isEmpty());
    }

    @Test
    void takesTwoBytesForATraitWithTheLatestEvent() {
        assertEquals(2, size(ONCE, T));
    }

    @Test
    void takesFiveBytesForAnEventOfTenMinutesBefore() {
        assertEquals(5, size(ONCE, T - 10 * MINUTE));
    }

    @Test
    void takesSevenBytesForAnEventOfAMonthBefore() {
        assertEquals(7, size(ONCE, T - 29 * DAY));
    }

    @Test
    void takesSixBytesForAVisitOfHalfAnHour() {
        assertEquals(6, size(ONCE, T - 30 * MINUTE, T));
    }

    @Test
    void takesSevenBytesForARunOfSixMonths() {
        assertEquals(
                7,
                size(
                        ONCE,
                        T,
                        T - 25 * DAY,
                        T - 50 * DAY,
                        T - 75 * DAY,
                        T - 100 * DAY,
                        T - 125 * DAY,
                        T - 150 * DAY,
                        T - 175 * DAY));
    }

    @Test
    void takesTwoBytesMoreWhereMoreThanOneCounts() {
        assertEquals(4, size(THREE_TIMES, T));
        assertEquals(7, size(THREE_TIMES, T - 10 * MINUTE, T));
    }

    @Test
    void takesTwoBytesForEachTraitOfOneEvent() {
        History history = History.EMPTY;
        for (int trait = 0; trait < 10; trait++) {
            history = history.with(trait, Occurrences.NONE.add(T, 0, ONCE, T));
        }

        assertEquals(20, HistoryCodec.write(history, T).length);
    }

    @Test
    void takesTwoBytesForATraitThatSawWhatTheOneBeforeSaw() {
        Occurrences visit = Occurrences.NONE.add(T - 30 * MINUTE, 0, ONCE, T).add(T - 20 * MINUTE, 0, ONCE, T);
        byte[] one = HistoryCodec.write(History.EMPTY.with(3, visit), T);

        byte[] two = HistoryCodec.write(History.EMPTY.with(3, visit).with(9, visit), T);

        assertEquals(one.length + 2, two.length);
    }

    @Test
    void givesBackAsManyEventsAndRunsAsAreKept() {
        Need.Count need = Need.Count.of(Need.Count.THRESHOLD_MAX, 60 * MINUTE, 60 * DAY);
        Occurrences occurrences = Occurrences.NONE;
        for (int i = 0; i < 30; i++) {
            occurrences = occurrences.add(T - 20 * DAY - i * 120L * MINUTE, 0, need, T);
        }
        for (int i = 0; i < Need.Count.THRESHOLD_MAX; i++) {
            occurrences = occurrences.add(T - 10 * DAY + i * 1000L, 0, need, T);
            occurrences = occurrences.add(T - 5 * DAY + i * 1000L, 0, need, T);
        }
        byte[] bytes = HistoryCodec.write(History.EMPTY.with(0, occurrences), T);

        Occurrences read =
                HistoryCodec.read(bytes, 0, bytes.length, T).orElseThrow().of(0, Occurrences.NONE);

        assertEquals(2, read.saturation(0).runs().size());
        assertEquals(Occurrences.POINTS_MAX - 2, read.events().size());
        assertArrayEquals(bytes, HistoryCodec.write(History.EMPTY.with(0, read), T));
    }

    @Test
    void takesFiveBytesForAPurchaseOf49Point90() {
        assertEquals(5, size(AMOUNTS, new Happened(T, 0, 49_900_000)));
    }

    @Test
    void takesFiveBytesMoreForTheIdOfAPurchase() {
        assertEquals(10, size(AMOUNTS, new Happened(T, 0x7FFFFFFF, 49_900_000)));
    }

    @Test
    void takesSevenBytesMoreForAnotherPurchaseOfTheMonth() {
        assertEquals(12, size(AMOUNTS, new Happened(T, 0, 49_900_000), new Happened(T - 9 * DAY, 0, 19_950_000)));
    }

    @Test
    void takesThreeBytesForOneDayWithOneVisit() {
        assertEquals(3, size(DAYS, new Happened(T, 0, 0)));
    }

    @Test
    void takesEightBytesForEachDayOfSeveralVisitsAndSevenForTheLast() {
        var visits = new Happened[20];
        for (int day = 0; day < 10; day++) {
            visits[2 * day] = new Happened(T - day * DAY, 0, 0);
            visits[2 * day + 1] = new Happened(T - day * DAY - 90 * MINUTE, 0, 0);
        }

        assertEquals(7 + 8 * 9, size(DAYS, visits));
    }

    @Test
    void takesThreeBytesForAStepAndFourMoreForOneOfHalfAnHourBefore() {
        assertEquals(3, size(STEPS, new Happened(T, 0, 0)));
        assertEquals(7, size(STEPS, new Happened(T, 0, 0), new Happened(T - 30 * MINUTE, 0, 0)));
    }

    @Test
    void refusesWhatItDidNotWrite() {
        for (String hex : List.of(
                "00", // no head
                "0037", // no time
                "001700", // a second trait without a head
                "00378000", // a varint longer than it must be
                "003780808080808080808002", // a varint beyond 64 bits
                "003780808080808080801f", // a time of no event
                "00f708000000", // neither a scale nor steps
                "0057ffffffffffffffff7f", // a run of ages
                "005702", // a run that ends before it begins
                "ffffffff0f17", // a trait beyond the highest
                "003700", // one event, told as another than before
                "005700", // the same run, told as another than before
                "00770001", // another last, but the same
                "00770200", // a run of one event
                "00b701000400", // the general shape for what a plain one says
                "00b702080000", // the general shape for what its events alone say
                "00b702000000", // neither run nor event
                "00970200", // no event that counts
                "00970108", // an event that its run tells
                "00970202", // an extent of no events
                "00570100970208", // one event of some length
                "0097041c0105", // events out of order
                "00970201", // tags, but none
                "0097020900", // tags that are all 0
                "00970310", // the same event twice
                "009703110200", // tags out of order
                "0097f60308", // more than any rule counts
                "00b702008420", // more runs than there may be
                "00b7020080010000", // more runs than bytes
                "0097028002", // more events than bytes
                "00b702000680a0f6a71300", // a run of no length
                "00d70602", // a day that ends before it begins
                "00e708", // two steps at once
                "00b702080001b70200", // an earlier saturation without runs
                "00b702080001970204")) { // an earlier saturation of another shape
            byte[] bytes = HexFormat.of().parseHex(hex);

            assertTrue(HistoryCodec.read(bytes, 0, bytes.length, T).isEmpty(), hex);
        }
    }

    @Test
    void refusesEveryPartOfAHistoryThatEndsWithinATrait() {
        byte[] bytes = HistoryCodec.write(History.EMPTY.with(5, Occurrences.NONE.add(T - DAY, 9, THREE_TIMES, T)), T);

        for (int size = 1; size < bytes.length; size++) {
            assertTrue(HistoryCodec.read(bytes, 0, size, T).isEmpty(), "size " + size);
        }
    }

    @Test
    void answersAMillionForgedHistoriesWithNothingOrOneOfTheSameBytes() {
        var random = new Random(1);
        var written = new ArrayList<byte[]>();
        for (long seed = 0; seed < 500; seed++) {
            written.add(HistoryCodec.write(history(seed), T));
        }
        int read = 0;

        for (int i = 0; i < 1_000_000; i++) {
            byte[] forged = i % 4 == 0 ? noise(random) : mutated(written.get(random.nextInt(written.size())), random);
            Optional<History> history = HistoryCodec.read(forged, 0, forged.length, T);

            if (history.isPresent()) {
                read++;
                assertArrayEquals(forged, HistoryCodec.write(history.get(), T), () -> HexFormat.of()
                        .formatHex(forged));
                assertUsable(history.get());
            }
        }
        assertTrue(read > 10_000, "only " + read + " were read, so this tries little");
    }

    /** Whatever was read can be asked and added to. */
    private static void assertUsable(History history) {
        for (int i = 0; i < history.size(); i++) {
            Need need =
                    switch (history.state(i)) {
                        case Occurrences _ -> THREE_TIMES;
                        case ActiveDays _ -> Need.Days.of(ZoneOffset.UTC, 30 * DAY, 0);
                        case Amounts _ -> new Need.Sum(30 * DAY);
                        case Steps _ -> new Need.Chain(30 * DAY);
                    };
            State more = need.expire(need.add(history.state(i), new Happened(T, 3, 7), T), T);
            Timeline asked =
                    switch (more) {
                        case Occurrences occurrences -> occurrences.atLeast(1, 30 * DAY);
                        case ActiveDays days -> days.atLeast(1, ZoneOffset.UTC, 30 * DAY);
                        case Amounts amounts -> amounts.atLeast(Long.MIN_VALUE, 30 * DAY);
                        case Steps steps -> Timeline.whereAtLeast(1, steps.times(), 30 * DAY);
                    };
            assertTrue(asked.contains(T));
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(24)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated =
                Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(5) / 3 - random.nextInt(5) / 4));
        for (int i = random.nextInt(3); i > 0 && mutated.length > 0; i--) {
            int place = random.nextInt(mutated.length);
            mutated[place] = (byte) (random.nextBoolean() ? random.nextInt() : mutated[place] ^ 1 << random.nextInt(8));
        }
        return mutated;
    }

    /** A few traits of all kinds, some of which have seen their need change. */
    private static History history(long seed) {
        var random = new Random(seed);
        History history = History.EMPTY;
        for (int trait = random.nextInt(3); trait < 200; trait += 1 + random.nextInt(80)) {
            State state =
                    switch (random.nextInt(6)) {
                        case 0 -> days(random);
                        case 1 -> state(AMOUNTS, events(random));
                        case 2 -> state(STEPS, events(random));
                        default -> occurrences(random);
                    };
            history = history.with(trait, state);
        }
        return history;
    }

    private static Occurrences occurrences(Random random) {
        Occurrences occurrences = Occurrences.NONE;
        for (int need = random.nextInt(3); need >= 0; need--) {
            for (Happened event : events(random)) {
                occurrences = occurrences.add(
                        event.timeMillis(), event.tag(), Need.Count.of(4 - need, (1 + need) * 10L * MINUTE, DAY), T);
            }
        }
        return occurrences;
    }

    private static ActiveDays days(Random random) {
        ActiveDays days = ActiveDays.NONE;
        for (int need = random.nextInt(3); need >= 0; need--) {
            for (Happened event : events(random)) {
                long far = event.timeMillis() - random.nextInt(5) * DAY;
                days = days.add(far, Need.Days.of(BERLIN, (1 + need) * 10L * MINUTE, 30 * DAY), T);
            }
        }
        return days;
    }

    private static List<Happened> events(Random random) {
        var events = new ArrayList<Happened>();
        for (int i = random.nextInt(6); i > 0; i--) {
            long time = T - random.nextInt(20) * 10L * MINUTE - random.nextInt(2);
            int tag = random.nextInt(3) == 0 ? random.nextInt() : 0;
            long scale = (long) Math.pow(10, random.nextInt(7));
            events.add(new Happened(time, tag, random.nextInt(-1000, 10_000) * scale));
        }
        return events;
    }

    private static State state(Need need, List<Happened> events) {
        State state = Occurrences.NONE;
        for (Happened event : events) {
            state = need.add(state, event, T);
        }
        return state;
    }

    private static int size(Need.Count need, long... times) {
        Occurrences occurrences = Occurrences.NONE;
        for (long time : times) {
            occurrences = occurrences.add(time, 0, need, time);
        }
        return HistoryCodec.write(History.EMPTY.with(100, occurrences), T).length;
    }

    private static int size(Need need, Happened... events) {
        return HistoryCodec.write(History.EMPTY.with(100, state(need, List.of(events))), T).length;
    }
}
