package dev.tern.visitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.consent.Ground;
import dev.tern.redis.Unreadable;
import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.timeline.Happened;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VisitorRecordTest {
    private static final int FORGERIES = 1_000_000;
    private static final long NOW = 1_800_000_000_123L;
    private static final Lineage LINEAGE = new Lineage(Ground.CONSENT, true);
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    private static final Needs NEEDS = new Plan.Site(ZoneOffset.UTC, Map.of(), trait -> 7)
            .plan(new Definition(
                    "carts",
                    new Rule.Count(
                            new Condition(List.of("cart"), List.of()),
                            Bound.ONCE,
                            new Window(30L * 24 * 60 * 60 * 1000)),
                    Optional.empty()))
            .needs();

    private static VisitorRecord record() {
        return new VisitorRecord(NOW, LINEAGE, 0xCAFE, History.EMPTY.add(7, new Happened(NOW, 0, 0), NEEDS, NOW));
    }

    @Test
    void comesBackFromItsBytes() {
        byte[] bytes = record().bytes();

        VisitorRecord read = VisitorRecord.read(bytes).orElseThrow();

        assertEquals(NOW, read.latestMillis());
        assertEquals(0xCAFE, read.rules());
        assertArrayEquals(bytes, read.bytes());
    }

    @Test
    void tellsUnderWhichConsentItWasMade() {
        for (Ground ground : Ground.values()) {
            for (boolean use : new boolean[] {true, false}) {
                var lineage = new Lineage(ground, use);
                byte[] bytes = new VisitorRecord(NOW, lineage, 0xCAFE, record().history()).bytes();

                assertEquals(lineage, VisitorRecord.read(bytes).orElseThrow().lineage());
            }
        }
    }

    @Test
    void isAFewBytesAboveItsHistory() {
        assertEquals(12, record().bytes().length);
    }

    @Test
    void takes22BytesForOneHitOfFiveTraits() {
        assertSizes(22, NOW);
    }

    @Test
    void takes25BytesForTwoHitsOfFiveTraitsWithinAMinute() {
        assertSizes(25, NOW - 20_000, NOW);
        assertSizes(25, NOW - 60_000, NOW);
    }

    @Test
    void takes33BytesForManyHitsOfFiveTraitsOverSomeMinutes() {
        var random = new SplittableRandom(5);
        long[] times = new long[30];
        times[0] = NOW - 10 * 60_000;
        for (int hit = 1; hit < times.length; hit++) {
            times[hit] = times[hit - 1] + random.nextLong(10_000, 30_000);
        }

        assertSizes(33, times);
    }

    /** Of a visitor of four traits that ask for one event and one, at any place among them, that asks for two. */
    private static void assertSizes(int bytes, long... times) {
        for (int twice = 0; twice < NAMES.size(); twice++) {
            Needs needs = needs(twice);
            History history = History.EMPTY;
            long latest = 0;
            for (long time : times) {
                for (int trait = 0; trait < NAMES.size(); trait++) {
                    history = history.add(trait, new Happened(time, 0, 0), needs, time);
                }
                latest = time;
            }

            byte[] record = new VisitorRecord(latest, LINEAGE, 0xCAFE, history).bytes();

            assertEquals(bytes, record.length, "the trait that asks for two is at " + twice);
            assertArrayEquals(record, VisitorRecord.read(record).orElseThrow().bytes());
        }
    }

    private static Needs needs(int twice) {
        var counts = new ArrayList<Rule>();
        for (int i = 0; i < NAMES.size(); i++) {
            counts.add(new Rule.Count(
                    new Condition(List.of(NAMES.get(i)), List.of()),
                    i == twice ? new Bound(2, Bound.NO_END) : Bound.ONCE,
                    new Window((i + 1) * 24L * 60 * 60 * 1000)));
        }
        return new Plan.Site(ZoneOffset.UTC, Map.of(), VisitorRecordTest::place)
                .plan(new Definition("five", new Rule.All(counts), Optional.empty()))
                .needs();
    }

    private static int place(Trait trait) {
        return NAMES.indexOf(trait.condition().names().getFirst());
    }

    @Test
    void readsNothingFromWhatIsNoRecord() {
        byte[] newer = record().bytes();
        newer[0] = 3 << 4;

        assertEquals(Optional.empty(), VisitorRecord.read(new byte[0]));
        assertEquals(Optional.empty(), VisitorRecord.read(newer));
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedRecordsAsNothingOrAsOneOfTheSameBytesAndCountsThem() {
        long unreadBefore = Unreadable.RECORD_BROKEN.met() + Unreadable.RECORD_FORMAT.met();
        var read = new AtomicInteger();
        var none = new AtomicInteger();

        new Forger(4, records()).each(FORGERIES, forged -> {
            if (forged.length == 0) {
                none.incrementAndGet();
            }
            VisitorRecord.read(forged).ifPresent(record -> {
                read.incrementAndGet();
                assertArrayEquals(forged, record.bytes());
            });
        });

        long unread = Unreadable.RECORD_BROKEN.met() + Unreadable.RECORD_FORMAT.met() - unreadBefore;
        assertEquals(FORGERIES, read.get() + none.get() + unread);
        assertTrue(read.get() > FORGERIES / 20 && unread > FORGERIES / 2, read + " read");
    }

    private static List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        for (int twice = 0; twice < NAMES.size(); twice++) {
            Needs needs = needs(twice);
            History history = History.EMPTY;
            for (int hit = 0; hit < 10; hit++) {
                for (int trait = 0; trait <= twice; trait++) {
                    history = history.add(trait, new Happened(NOW - hit * 30_000L * trait, hit, 0), needs, NOW);
                }
                records.add(new VisitorRecord(NOW, LINEAGE, hit, history).bytes());
            }
        }
        return records;
    }

    @Test
    void countsWhatIsOfAnotherFormatApartFromWhatIsBroken() {
        byte[] other = record().bytes();
        other[0] = 3 << 4;
        byte[] cut = Arrays.copyOf(record().bytes(), 11);
        long formatBefore = Unreadable.RECORD_FORMAT.met();
        long brokenBefore = Unreadable.RECORD_BROKEN.met();

        VisitorRecord.read(other);
        VisitorRecord.read(cut);
        VisitorRecord.read(new byte[0]);

        assertEquals(1, Unreadable.RECORD_FORMAT.met() - formatBefore);
        assertEquals(1, Unreadable.RECORD_BROKEN.met() - brokenBefore);
    }
}
