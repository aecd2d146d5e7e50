package dev.tern.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.Agent;
import dev.tern.AudienceId;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.VisitorId;
import dev.tern.consent.Ground;
import dev.tern.index.Index;
import dev.tern.matching.RuleSet;
import dev.tern.rule.Bound;
import dev.tern.rule.Condition;
import dev.tern.rule.Definition;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import dev.tern.timeline.Plan;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AppliedTest {
    private static final long MINUTE = 60_000;
    private static final long NOW = Index.rounded(1_800_000_000_000L) + 7 * MINUTE;
    private static final long AUDIENCE = 9;
    private static final VisitorId VISITOR = new VisitorId(1, 2);
    private static final Visitors.Address ADDRESS = new Visitors.Address(1, VISITOR);
    private static final byte[] NONE = {};
    private static final Lineage CONSENT = new Lineage(Ground.CONSENT, true);

    private static final Condition CART = new Condition(List.of("cart"), List.of());
    private static final Condition PURCHASE = new Condition(List.of("purchase"), List.of());

    /** Saw the cart within a minute and did not buy within a day. */
    private static final RuleSet RULES = rules(1);

    private static RuleSet rules(int fingerprint) {
        Rule rule = new Rule.All(List.of(
                new Rule.Count(CART, Bound.ONCE, new Window(MINUTE)),
                new Rule.Not(new Rule.Count(PURCHASE, Bound.ONCE, new Window(24 * 60 * MINUTE)))));
        var definition = new Definition("carts", rule, Optional.empty());
        var site = new Plan.Site(
                ZoneOffset.UTC, Map.of(), trait -> trait.condition().equals(CART) ? 0 : 1);
        return new RuleSet(
                Map.of(0, Trait.counted(CART), 1, Trait.counted(PURCHASE)),
                List.of(new RuleSet.Audience(new AudienceId("carts"), AUDIENCE, definition, site.plan(definition))),
                site,
                Optional.empty(),
                fingerprint);
    }

    private static Applied cart(byte[] was, RuleSet rules, boolean indexAll, long timeMillis, long nowMillis) {
        var event = new Event("cart", timeMillis, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
        Entry entry = Entry.of(ADDRESS.site(), VISITOR, event, CONSENT, rules.match(event));
        return Applied.to(ADDRESS, was, List.of(entry), rules, indexAll, nowMillis);
    }

    private static Entry entry(String name, Lineage lineage, long timeMillis) {
        var event = new Event(name, timeMillis, null, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
        return Entry.of(ADDRESS.site(), VISITOR, event, lineage, RULES.match(event));
    }

    private static byte[] record(long... times) {
        byte[] record = NONE;
        for (long time : times) {
            record = cart(record, RULES, false, time, time).change().becomes();
        }
        return record;
    }

    @Test
    void indexesAMembershipThatIsNew() {
        Applied applied = cart(NONE, RULES, false, NOW, NOW);

        assertEquals(List.of(new Index.Entry(AUDIENCE, VISITOR, NOW + MINUTE)), applied.index());
        assertEquals(
                NOW,
                VisitorRecord.read(applied.change().becomes()).orElseThrow().latestMillis());
    }

    @Test
    void leavesAnEntryAloneThatStands() {
        Applied applied = cart(record(NOW - 1_000), RULES, false, NOW, NOW);

        assertEquals(List.of(), applied.index());
    }

    @Test
    void indexesAMembershipAfterOneThatWasOverWhenItCame() {
        byte[] record = cart(NONE, RULES, false, NOW - 2 * MINUTE, NOW).change().becomes();

        Applied applied = cart(record, RULES, false, NOW, NOW);

        assertEquals(1, applied.index().size());
    }

    @Test
    void indexesAllWhenTheRulesAreOthersOrTheIndexMayBeLost() {
        byte[] record = record(NOW - 1_000);

        assertEquals(1, cart(record, rules(2), false, NOW, NOW).index().size());
        assertEquals(1, cart(record, RULES, true, NOW, NOW).index().size());
    }

    /** In every order, and one by one: of two at one instant the one that forbids the use counts. */
    @Test
    void isOfTheConsentOfTheLatestEvent() {
        var forbids = new Lineage(Ground.TCF, false);
        List<Entry> entries = List.of(
                entry("cart", forbids, NOW - 2),
                entry("cart", CONSENT, NOW - 1),
                entry("cart", new Lineage(Ground.POLICY, true), NOW),
                entry("purchase", forbids, NOW),
                entry("cart", new Lineage(Ground.GPP_TCF, true), NOW));
        var random = new Random(3);

        for (int i = 0; i < 200; i++) {
            List<Entry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, random);
            byte[] record = NONE;
            for (Entry entry : shuffled) {
                record = Applied.to(ADDRESS, record, List.of(entry), RULES, false, NOW)
                        .change()
                        .becomes();
            }

            assertEquals(forbids, VisitorRecord.read(record).orElseThrow().lineage());
        }
    }

    @Test
    void learnsTheConsentFromAnEventThatNoRuleAsksAbout() {
        var forbids = new Lineage(Ground.TCF, false);
        byte[] before = record(NOW - 1);

        Applied applied = Applied.to(ADDRESS, before, List.of(entry("other", forbids, NOW)), RULES, false, NOW);
        Applied ofNobody = Applied.to(ADDRESS, NONE, List.of(entry("other", forbids, NOW)), RULES, false, NOW);

        assertEquals(
                forbids,
                VisitorRecord.read(applied.change().becomes()).orElseThrow().lineage());
        assertEquals(0, ofNobody.change().becomes().length);
    }
}
