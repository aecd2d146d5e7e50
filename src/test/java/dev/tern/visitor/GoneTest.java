package dev.tern.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.VisitorId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The notes for the ledger. */
class GoneTest {
    private static final List<Gone> SOME = List.of(
            new Gone(7, new VisitorId(1, 2), Tombstone.ERASED, Instant.ofEpochMilli(1_800_000_000_123L)),
            new Gone(Long.MAX_VALUE, new VisitorId(-1, -1), Tombstone.WITHDRAWN, Instant.EPOCH));

    @Test
    void comesBackFromItsText() {
        for (Gone gone : SOME) {
            assertEquals(Optional.of(gone), Gone.read(gone.text()));
        }
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedTextsAsNothingOrAsOneThatComesBack() {
        var read = new AtomicInteger();

        Forger.ofTexts(12, SOME.stream().map(Gone::text).toList())
                .eachText(1_000_000, text -> Gone.read(text).ifPresent(gone -> {
                    read.incrementAndGet();
                    assertEquals(Optional.of(gone), Gone.read(gone.text()));
                    assertTrue(gone.key().length > VisitorId.BYTES);
                }));

        assertTrue(read.get() > 50_000, read + " read");
    }

    @Test
    void takesEveryOtherCodeForNone() {
        for (int code = Byte.MIN_VALUE; code <= Byte.MAX_VALUE; code++) {
            byte one = (byte) code;

            assertEquals(
                    Arrays.stream(Tombstone.values())
                            .filter(kind -> kind.code() == one)
                            .findFirst(),
                    Tombstone.of(one));
        }
    }
}
