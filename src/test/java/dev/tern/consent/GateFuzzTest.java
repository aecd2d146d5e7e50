package dev.tern.consent;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is sent as a consent string, there is a decision. */
class GateFuzzTest {
    private static final int FORGERIES = 300_000;
    private static final Terms TERMS = new Terms(Policy.REQUIRED, Optional.empty(), OptionalInt.of(Strings.VENDOR));

    private static void decidesOnForgeriesOf(Signal signal, List<String> valid) {
        var stored = new AtomicInteger();
        var denied = new AtomicInteger();

        Forger.ofTexts(10, valid).eachText(FORGERIES, text -> {
            var signals = new Signals();
            signals.add(Signal.CONSENT, "granted");
            signals.add(signal, text);
            Decision decision = Gate.decide(signals, TERMS);
            (decision.store() ? stored : denied).incrementAndGet();
            assertNotEquals("", decision.reason());
        });

        assertTrue(denied.get() > FORGERIES / 2 && stored.get() > 100, signal + ": " + stored + " stored");
    }

    @Test
    @Timeout(60)
    void decidesOnAnyTcfString() {
        decidesOnForgeriesOf(
                Signal.GDPR_CONSENT,
                List.of(
                        Strings.vendors(1, 2, 3, 4, 7).encode(),
                        Strings.publishers(1, 3, 4).encode(),
                        Strings.bare().encode()));
    }

    @Test
    @Timeout(60)
    void decidesOnAnyGppString() {
        decidesOnForgeriesOf(
                Signal.GPP,
                List.of(
                        "DBAA",
                        Strings.gpp(2, Strings.vendors(1, 2, 3, 4, 7).encode()),
                        Strings.gpp(7, "SaleOptOut", 2),
                        Strings.gpp(8, "SaleOptOut", 1)));
    }

    @Test
    @Timeout(60)
    void decidesOnAnyOtherText() {
        decidesOnForgeriesOf(Signal.US_PRIVACY, List.of("1YNN", "1---", "1NNY"));
        decidesOnForgeriesOf(Signal.GPP_SID, List.of("2", "7_8", "-1", "2,7"));
    }
}
