package dev.tern.indexing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.SiteId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.SiteSettings;
import dev.tern.consent.Policy;
import dev.tern.consent.Terms;
import dev.tern.matching.RuleSet;
import dev.tern.timeline.Plan;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaleTest {
    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final long SETTLED = NOW - Catalog.SETTLED.toNanos();
    private static final long FRESH = SETTLED + 1;
    private static final long LONG_AGO = NOW - Duration.ofMinutes(1).toNanos();
    private static final int RULES = 7;
    private static final SiteSettings SETTINGS = new SiteSettings(
            "Shop",
            List.of("shop.example"),
            ZoneOffset.UTC,
            Terms.of(Policy.REQUIRED),
            Optional.empty(),
            0,
            Optional.empty());

    private static LiveSite site(long serial, long sinceNanos) {
        return new LiveSite(
                new SiteId("site-" + serial),
                serial,
                1,
                SETTINGS,
                List.of(),
                new RuleSet(
                        Map.of(),
                        List.of(),
                        new Plan.Site(ZoneOffset.UTC, Map.of(), trait -> 0),
                        Optional.empty(),
                        RULES),
                sinceNanos);
    }

    private static Stale stale(Map<Long, Integer> done, LiveSite... live) {
        return Stale.of(List.of(live), new Passes.Seen(done, Optional.empty()));
    }

    @Test
    void findsTheSitesThatAreDoneForNoRulesOrForOthers() {
        Stale stale = stale(Map.of(1L, RULES, 2L, RULES + 1), site(1, 0), site(2, 0), site(3, 0));

        assertEquals(
                List.of(2L, 3L), stale.sites().stream().map(LiveSite::serial).toList());
    }

    @Test
    void completesOnlyWhatHasStoodForAWhile() {
        Stale stale = stale(Map.of(), site(1, SETTLED), site(2, FRESH));

        assertEquals(Map.of(1L, RULES), stale.settled(NOW));
    }

    @Test
    void letsChangesThatFollowEachOtherWaitForOnePass() {
        Stale stale = stale(Map.of(), site(1, FRESH));

        assertEquals(false, stale.isDue(LONG_AGO + 1, NOW));
    }

    @Test
    void isDueOnceASiteHasSettled() {
        Stale stale = stale(Map.of(), site(1, FRESH), site(2, SETTLED));

        assertEquals(true, stale.isDue(NOW, NOW));
    }

    @Test
    void isDueAfterAMinuteOfChanges() {
        Stale stale = stale(Map.of(), site(1, FRESH));

        assertEquals(true, stale.isDue(LONG_AGO, NOW));
    }

    @Test
    void isNeverDueWhereAllIsDone() {
        Stale stale = stale(Map.of(1L, RULES), site(1, 0));

        assertEquals(false, stale.isDue(LONG_AGO, NOW));
    }
}
