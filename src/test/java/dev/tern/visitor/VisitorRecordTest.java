package dev.tern.visitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Window;
import dev.tern.timeline.Happened;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VisitorRecordTest {
    private static final long NOW = 1_800_000_000_123L;
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
        return new VisitorRecord(NOW, 0xCAFE, History.EMPTY.add(7, new Happened(NOW, 0, 0), NEEDS, NOW));
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
    void isAFewBytesAboveItsHistory() {
        assertTrue(record().bytes().length <= 16, "bytes: " + record().bytes().length);
    }

    @Test
    void readsNothingFromWhatIsNoRecord() {
        byte[] newer = record().bytes();
        newer[0] = 2;

        assertEquals(Optional.empty(), VisitorRecord.read(new byte[0]));
        assertEquals(Optional.empty(), VisitorRecord.read(newer));
    }

    @Test
    void neverFailsOnBrokenBytes() {
        var random = new SplittableRandom(4);
        byte[] whole = record().bytes();

        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            VisitorRecord.read(cut).ifPresent(read -> assertArrayEquals(cut, read.bytes()));
        }
    }
}
