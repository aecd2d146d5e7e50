package dev.tern.recording;

import dev.tern.VisitorId;
import dev.tern.consent.Ground;
import dev.tern.index.Index;
import dev.tern.matching.RuleSet;
import dev.tern.timeline.Happened;
import dev.tern.timeline.History;
import dev.tern.timeline.Needs;
import dev.tern.timeline.Plan;
import dev.tern.timeline.Timeline;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A visitor's record with events applied to it: how it changes, and which index entries must stand before that. */
public record Applied(Visitors.Change change, List<Index.Entry> index) {
    /** Of no event, so replaced by that of any. */
    private static final Lineage NO_LINEAGE = new Lineage(Ground.POLICY, true);

    public Applied {
        index = List.copyOf(index);
    }

    /** What is known of a visitor, and until when. */
    private record Known(History history, long latestMillis) {
        static final Known NOTHING = new Known(History.EMPTY, 0);

        Timeline timeline(Plan plan) {
            return plan.timeline(history, latestMillis);
        }
    }

    /**
     * Brings what was read of a visitor's record under these rules, though nothing happened.
     *
     * @param was the bytes in Redis
     */
    public static Applied under(RuleSet rules, Visitors.Address address, byte[] was, long nowMillis) {
        return to(address, was, List.of(), rules, false, nowMillis);
    }

    /**
     * Applies events of one visitor to what was read of its record.
     *
     * @param was the bytes in Redis, empty for none
     * @param indexAll whether to write index entries that stand already as far as the record tells
     */
    static Applied to(
            Visitors.Address address,
            byte[] was,
            List<Entry> entries,
            RuleSet rules,
            boolean indexAll,
            long nowMillis) {
        Optional<VisitorRecord> read = VisitorRecord.read(was);
        History before = read.map(VisitorRecord::history).orElse(History.EMPTY);
        long latestBefore = read.map(VisitorRecord::latestMillis).orElse(0L);
        long latest = latestBefore;
        Lineage lineage = read.map(VisitorRecord::lineage).orElse(NO_LINEAGE);
        Needs needs = rules.needs();
        History history = before;
        for (Entry entry : entries) {
            if (entry.timeMillis() > latest) {
                latest = entry.timeMillis();
                lineage = entry.lineage();
            } else if (entry.timeMillis() == latest) {
                lineage = lineage.stricter(entry.lineage());
            }
            for (int i = 0; i < entry.match().size(); i++) {
                int trait = entry.match().trait(i);
                int tag = entry.tag(rules.countsSeveralNames(trait));
                var happened =
                        new Happened(entry.timeMillis(), tag, entry.match().micros(i));
                history = history.add(trait, happened, needs, nowMillis);
            }
        }
        history = history.expire(needs, nowMillis);
        VisitorRecord record = new VisitorRecord(latest, lineage, rules.fingerprint(), history);
        boolean isNothing = history.isEmpty() || rules.isForgotten(latest, nowMillis);
        byte[] becomes = isNothing ? new byte[0] : record.bytes();
        boolean isIndexed = !indexAll
                && read.filter(old -> old.rules() == rules.fingerprint()).isPresent();
        return new Applied(
                new Visitors.Change(address, was, becomes, rules.forgottenMillis(history, latest)),
                index(
                        address.visitor(),
                        isIndexed ? new Known(before, latestBefore) : Known.NOTHING,
                        new Known(history, latest),
                        rules,
                        nowMillis));
    }

    /** The entries that the history needs and, as far as the history before tells, does not have yet. */
    private static List<Index.Entry> index(VisitorId visitor, Known before, Known now, RuleSet rules, long nowMillis) {
        List<Index.Entry> entries = new ArrayList<>();
        for (RuleSet.Audience audience : rules.candidates(now.history)) {
            if (isSame(audience.plan(), before, now)) {
                continue;
            }
            Timeline timeline = now.timeline(audience.plan());
            long end = timeline.end();
            if (!timeline.isEmpty() && end > nowMillis && !stands(audience, before, end, nowMillis)) {
                entries.add(new Index.Entry(audience.serial(), visitor, end));
            }
        }
        return entries;
    }

    private static boolean isSame(Plan plan, Known before, Known now) {
        return plan.isSame(before.history, now.history)
                && (before.latestMillis == now.latestMillis || !plan.dependsOnLatest());
    }

    /** Of a membership that was over, nobody knows whether it was ever written: it may have been over when it came. */
    private static boolean stands(RuleSet.Audience audience, Known before, long end, long nowMillis) {
        Timeline timeline = before.timeline(audience.plan());
        return !timeline.isEmpty() && timeline.end() > nowMillis && Index.rounded(timeline.end()) >= Index.rounded(end);
    }
}
