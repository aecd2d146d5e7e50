package dev.tern.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.SiteId;
import dev.tern.consent.Policy;
import dev.tern.consent.Regions;
import dev.tern.consent.Terms;
import dev.tern.rule.Window;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {
    private static Snapshot snapshot(Terms terms, Optional<Window> retention) {
        return new Snapshot(
                new SiteId("shop"),
                1,
                2,
                new SiteSettings(
                        "Shop", List.of("shop.example"), ZoneOffset.UTC, terms, Optional.empty(), 100, retention),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void readsTheTermsThatItWrites() {
        Regions regions = new Regions("X-Country", Set.of("DE", "US-CA"), Set.of("US"));
        for (Terms terms : List.of(
                Terms.of(Policy.REQUIRED),
                new Terms(Policy.OPT_OUT, Optional.of(regions), OptionalInt.of(755)),
                new Terms(Policy.REQUIRED, Optional.of(new Regions("X", Set.of(), Set.of())), OptionalInt.empty()))) {
            Snapshot written = snapshot(terms, Optional.of(new Window(180_000)));

            Optional<Snapshot> read =
                    SnapshotJson.read(SnapshotJson.write(written).getBytes(UTF_8));

            assertEquals(Optional.of(written), read);
        }
    }

    @Test
    void readsASnapshotOfBeforeVendorsRegionsAndRetention() {
        String before = """
                {"format":2,"id":"shop","serial":1,"version":2,
                 "settings":{"name":"Shop","timeZone":"Z","consent":"opt-out","domains":["shop.example"]},
                 "keys":[],"traits":[],"audiences":[]}""";

        Optional<Snapshot> read = SnapshotJson.read(before.getBytes(UTF_8));

        assertEquals(Optional.of(snapshot(Terms.of(Policy.OPT_OUT), Optional.empty())), read);
    }
}
