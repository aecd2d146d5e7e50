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
    void takesThreeBytesForATraitWithTheLatestEvent() {
        assertEquals(3, size(ONCE, T));
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
    void takesEightBytesForARunOfSixMonths() {
        assertEquals(
                8,
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
    void takesFourBytesMoreWhereMoreThanOneCounts() {
        assertEquals(6, size(THREE_TIMES, T));
        assertEquals(9, size(THREE_TIMES, T - 10 * MINUTE, T));
    }

    @Test
    void takesThreeBytesForEachTraitOfOneEvent() {
        History history = History.EMPTY;
        for (int trait = 0; trait < 10; trait++) {
            history = history.with(trait, Occurrences.NONE.add(T, 0, ONCE, T));
        }

        assertEquals(30, HistoryCodec.write(history, T).length);
    }

    @Test
    void takesSevenBytesForAPurchaseOf49Point90() {
        assertEquals(7, size(AMOUNTS, new Happened(T, 0, 49_900_000)));
    }

    @Test
    void takesFiveBytesMoreForTheIdOfAPurchase() {
        assertEquals(12, size(AMOUNTS, new Happened(T, 0x7FFFFFFF, 49_900_000)));
    }

    @Test
    void takesSevenBytesMoreForAnotherPurchaseOfTheMonth() {
        assertEquals(14, size(AMOUNTS, new Happened(T, 0, 49_900_000), new Happened(T - 9 * DAY, 0, 19_950_000)));
    }

    @Test
    void takesFiveBytesForOneDayWithOneVisit() {
        assertEquals(5, size(DAYS, new Happened(T, 0, 0)));
    }

    @Test
    void takesEightBytesForEachDayOfSeveralVisits() {
        var visits = new Happened[20];
        for (int day = 0; day < 10; day++) {
            visits[2 * day] = new Happened(T - day * DAY, 0, 0);
            visits[2 * day + 1] = new Happened(T - day * DAY - 90 * MINUTE, 0, 0);
        }

        assertEquals(8 * 10, size(DAYS, visits));
    }

    @Test
    void takesFiveBytesForAStepAndThreeMoreForOneOfHalfAnHourBefore() {
        assertEquals(5, size(STEPS, new Happened(T, 0, 0)));
        assertEquals(8, size(STEPS, new Happened(T, 0, 0), new Happened(T - 30 * MINUTE, 0, 0)));
    }

    @Test
    void refusesWhatItDidNotWrite() {
        for (String hex : List.of(
                "00", // no head
                "0017", // no time
                "00170000", // a second trait without a head
                "00178000", // a varint longer than it must be
                "001780808080808080808002", // a varint beyond 64 bits
                "001780808080808080801f", // a time of no event
                "00f701", // a shape there is none of
                "007700", // the shape that is free
                "003700ffffffffffffffff7f", // a run of ages
                "003700" + "00", // a run of one event
                "ffffffff0f1700", // a trait beyond the highest
                "005701010000" + "ffffffff0f" + "00", // the general shape for what a plain one says
                "0057020000", // neither run nor event
                "005702000500", // tags, but none
                "00570200030000", // tags that are all 0
                "00570200040000", // the same event twice
                "005702000500000200", // tags out of order
                "0057f603000200", // more than any rule counts
                "005702ff0f00", // more runs than there may be
                "00570220000000", // more runs than bytes
                "005702004000", // more events than bytes
                "00970200020000", // earlier saturations, but none
                "00970200020001570100")) { // an earlier saturation without runs
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
