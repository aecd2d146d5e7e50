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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** What is read of a note is settled by its text: one of another text would stay for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+7:AAAAAAAAAAEAAAAAAAAAAg:e:1",
                "07:AAAAAAAAAAEAAAAAAAAAAg:e:1",
                "A:AAAAAAAAAAEAAAAAAAAAAg:e:1",
                "7:AAAAAAAAAAEAAAAAAAAAAg:e:+1",
                "7:AAAAAAAAAAEAAAAAAAAAAg:e:01",
                "7:AAAAAAAAAAEAAAAAAAAAAg:e:\u0661",
                "7:AAAAAAAAAAEAAAAAAAAAAg:\u0165:1"
            })
    void isNoOtherText(String text) {
        assertEquals(Optional.empty(), Gone.read(text));
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedTextsAsNothingOrAsOneOfTheSameText() {
        var read = new AtomicInteger();

        Forger.ofTexts(12, SOME.stream().map(Gone::text).toList())
                .eachText(1_000_000, text -> Gone.read(text).ifPresent(gone -> {
                    read.incrementAndGet();
                    assertEquals(text, gone.text());
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
