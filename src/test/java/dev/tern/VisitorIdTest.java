package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VisitorIdTest {
    @Test
    void readsEveryTextThatItWrites() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            var visitor = new VisitorId(random.nextLong(), random.nextLong());

            Optional<VisitorId> read = VisitorId.parse(visitor.text());

            assertEquals(Optional.of(visitor), read);
            assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(visitor.bytes()), visitor.text());
            assertEquals(visitor, VisitorId.of(visitor.bytes()));
        }
    }

    @Test
    void refusesWhatIsNotItsOneTextForm() {
        assertTrue(VisitorId.parse("AAAAAAAAAAAAAAAAAAAAAA").isPresent());

        assertFalse(VisitorId.parse("").isPresent());
        assertFalse(VisitorId.parse("AAAAAAAAAAAAAAAAAAAAA").isPresent());
        assertFalse(VisitorId.parse("AAAAAAAAAAAAAAAAAAAAAAA").isPresent());
        assertFalse(VisitorId.parse("AAAAAAAAAAAAAAAAAAAAAB").isPresent(), "bits beyond the 128th");
        assertFalse(VisitorId.parse("AAAAAAAAAA+AAAAAAAAAAA").isPresent(), "the other base64");
        assertFalse(VisitorId.parse("AAAAAAAAAA=AAAAAAAAAAA").isPresent());
    }

    @Test
    void ordersAsItsBytes() {
        var small = new VisitorId(1, -1);
        var large = new VisitorId(-1, 0);

        assertTrue(small.compareTo(large) < 0);
    }

    @Test
    void hidesItselfInLogs() {
        var visitor = new VisitorId(7, 7);

        assertFalse(visitor.toString().contains(visitor.text()));
    }
}
