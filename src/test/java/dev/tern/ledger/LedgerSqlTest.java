package dev.tern.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.identity.VisitorCookie;
import dev.tern.ops.Engines;
import dev.tern.visitor.Gone;
import dev.tern.visitor.Tombstone;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class LedgerSqlTest {
    /** No site has such a serial. */
    private static final long SITE = Long.MAX_VALUE - 1;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject
    Ledger ledger;

    @Test
    void keepsOneLineAVisitorInWhateverOrderTheyCome() {
        Gone erased = gone(SITE, Tombstone.ERASED, now.minusSeconds(10));
        Gone withdrawn = new Gone(SITE, erased.hash(), Tombstone.WITHDRAWN, now);

        ledger.add(List.of(erased));
        ledger.add(List.of(withdrawn, erased));
        ledger.add(List.of(erased));

        assertEquals(List.of(new Gone(SITE, erased.hash(), Tombstone.ERASED, now)), of(SITE));
    }

    @Test
    void givesAllPageByPage() {
        List<Gone> all = LongStream.range(0, 10)
                .mapToObj(i -> gone(SITE - 1, Tombstone.WITHDRAWN, now))
                .sorted(Comparator.comparing(Gone::name))
                .toList();

        ledger.add(all);

        assertEquals(all, of(SITE - 1));
    }

    @Test
    void forgetsWhoCantComeBack() {
        Gone old = gone(
                SITE - 2, Tombstone.ERASED, now.minus(VisitorCookie.MAX_AGE).minusSeconds(1));
        Gone young = gone(
                SITE - 2, Tombstone.ERASED, now.minus(VisitorCookie.MAX_AGE).plus(Duration.ofHours(2)));
        ledger.add(List.of(old, young));

        long forgotten = ledger.forgetOld();

        assertEquals(1, forgotten);
        assertEquals(List.of(young), of(SITE - 2));
    }

    private static Gone gone(long site, Tombstone why, Instant since) {
        return new Gone(site, VisitorCookie.mint(), why, since);
    }

    private List<Gone> of(long site) {
        List<Gone> found = new ArrayList<>();
        List<Gone> page = ledger.after("", 3);
        while (!page.isEmpty()) {
            page.stream().filter(gone -> gone.site() == site).forEach(found::add);
            page = ledger.after(page.getLast().name(), 3);
        }
        return found;
    }
}
