package dev.tern.membership;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.index.Index;
import dev.tern.matching.RuleSet;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.Visitors;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Who is in which audience, worked out from the records at the moment of the question. Fails as Redis does. */
@Singleton
public final class Memberships {
    /** Of the index's visitors, how many one page looks at before it is answered, maybe short of its limit. */
    private static final int LOOKED_AT_MAX = 20_000;

    private static final int RECORDS_PER_READ = 1_000;

    private final Visitors visitors;
    private final Index index;

    Memberships(Visitors visitors, Index index) {
        this.visitors = visitors;
        this.index = index;
    }

    /** A visitor who is a member. */
    public record Member(VisitorId visitor, Membership membership) {
        public Member {
            requireNonNull(visitor, "visitor");
            requireNonNull(membership, "membership");
        }
    }

    /**
     * Members in ascending order of their IDs.
     *
     * @param next after whom the next page goes on; absent at the end
     */
    public record Page(List<Member> members, Optional<VisitorId> next) {
        public Page {
            members = List.copyOf(members);
            requireNonNull(next, "next");
        }
    }

    /** All memberships of a visitor at an instant, in the order of the audiences' IDs. */
    public Future<List<Membership>> of(LiveSite site, VisitorId visitor, long atMillis) {
        return visitors.read(address(site, visitor)).map(record -> memberships(site, record, atMillis));
    }

    /** The same for many visitors, in the order asked. */
    public Future<List<List<Membership>>> of(LiveSite site, List<VisitorId> asked, long atMillis) {
        return visitors.read(addresses(site, asked)).map(records -> {
            List<List<Membership>> all = new ArrayList<>(records.size());
            for (byte[] record : records) {
                all.add(memberships(site, record, atMillis));
            }
            return all;
        });
    }

    /** What is remembered of a visitor, whether or not it may be used for advertising. */
    Future<Optional<VisitorRecord>> record(LiveSite site, VisitorId visitor, long nowMillis) {
        return visitors.read(address(site, visitor)).map(record -> remembered(site, record, nowMillis));
    }

    /** The membership of a visitor in one audience at an instant. */
    public Future<Optional<Membership>> of(LiveSite site, RuleSet.Audience audience, VisitorId visitor, long atMillis) {
        return visitors.read(address(site, visitor))
                .map(record -> usable(record).flatMap(known -> Membership.of(audience, known, atMillis)));
    }

    /** A page of the members of now, at most {@code limit}. */
    public Future<Page> members(
            LiveSite site, RuleSet.Audience audience, Optional<VisitorId> after, int limit, long nowMillis) {
        return more(site, audience, after, limit, nowMillis, new ArrayList<>(), 0);
    }

    private Future<Page> more(
            LiveSite site,
            RuleSet.Audience audience,
            Optional<VisitorId> after,
            int limit,
            long nowMillis,
            List<Member> found,
            int lookedAt) {
        int candidates = Math.min(RECORDS_PER_READ, limit - found.size());
        return index.page(audience.serial(), after, candidates, nowMillis)
                .compose(page -> verified(site, audience, page.visitors(), nowMillis, Memberships::usable)
                        .compose(members -> {
                            found.addAll(members);
                            Optional<VisitorId> next = next(page);
                            int looked = lookedAt + page.visitors().size();
                            return next.isEmpty() || found.size() >= limit || looked >= LOOKED_AT_MAX
                                    ? Future.succeededFuture(new Page(found, next))
                                    : more(site, audience, next, limit, nowMillis, found, looked);
                        }));
    }

    /** The members of now, for whoever takes all. */
    Listing listing(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        return new Listing(
                after -> index.stretch(audience.serial(), after, Listing.CANDIDATES, nowMillis),
                candidates -> verified(site, audience, candidates, nowMillis, Memberships::usable));
    }

    private static Optional<VisitorId> next(Index.Page page) {
        return page.more() ? Optional.of(page.visitors().getLast()) : Optional.empty();
    }

    /** How many members there are now, each checked; also those whose membership may not be used. */
    public Future<Long> size(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        return sizeUpTo(Integer.MAX_VALUE, site, audience, nowMillis);
    }

    /** The same, but counts no further than it takes to have enough. */
    Future<Long> sizeUpTo(int enough, LiveSite site, RuleSet.Audience audience, long nowMillis) {
        return count(enough, site, audience, nowMillis, nowMillis).map(Count::members);
    }

    /**
     * Members of now.
     *
     * @param lasting those of them who stay beyond an instant if nothing happens
     */
    record Count(long members, long lasting) {
        private static final Count NONE = new Count(0, 0);

        private Count with(List<Member> more, long beyondMillis) {
            long last = more.stream()
                    .filter(member -> member.membership().untilMillis() > beyondMillis)
                    .count();
            return new Count(members + more.size(), lasting + last);
        }
    }

    /** Counts no further than it takes to have enough members. */
    Future<Count> count(int enough, LiveSite site, RuleSet.Audience audience, long nowMillis, long beyondMillis) {
        return count(enough, site, audience, Optional.empty(), nowMillis, beyondMillis, Count.NONE);
    }

    private Future<Count> count(
            int enough,
            LiveSite site,
            RuleSet.Audience audience,
            Optional<VisitorId> after,
            long nowMillis,
            long beyondMillis,
            Count counted) {
        int candidates = (int) Math.min(RECORDS_PER_READ, enough - counted.members);
        return index.stretch(audience.serial(), after, candidates, nowMillis)
                .compose(page -> verified(site, audience, page.visitors(), nowMillis, VisitorRecord::read)
                        .compose(members -> {
                            Count sum = counted.with(members, beyondMillis);
                            Optional<VisitorId> next = next(page);
                            return next.isEmpty() || sum.members >= enough
                                    ? Future.succeededFuture(sum)
                                    : count(enough, site, audience, next, nowMillis, beyondMillis, sum);
                        }));
    }

    private Future<List<Member>> verified(
            LiveSite site,
            RuleSet.Audience audience,
            List<VisitorId> candidates,
            long nowMillis,
            Function<byte[], Optional<VisitorRecord>> counting) {
        return visitors.read(addresses(site, candidates)).map(records -> {
            List<Member> members = new ArrayList<>(records.size());
            for (int i = 0; i < records.size(); i++) {
                VisitorId visitor = candidates.get(i);
                counting.apply(records.get(i))
                        .flatMap(record -> Membership.of(audience, record, nowMillis))
                        .ifPresent(membership -> members.add(new Member(visitor, membership)));
            }
            return members;
        });
    }

    private static List<Membership> memberships(LiveSite site, byte[] record, long atMillis) {
        return usable(record).map(known -> memberships(site, known, atMillis)).orElse(List.of());
    }

    /** The memberships of whoever has this record. */
    public static List<Membership> memberships(LiveSite site, VisitorRecord record, long atMillis) {
        List<Membership> memberships = new ArrayList<>();
        for (RuleSet.Audience audience : site.rules().candidates(record.history())) {
            Membership.of(audience, record, atMillis).ifPresent(memberships::add);
        }
        memberships.sort(
                Comparator.comparing(membership -> membership.audience().value()));
        return memberships;
    }

    /** What is kept of a visitor, as far as it may be used for advertising. */
    private static Optional<VisitorRecord> usable(byte[] record) {
        return VisitorRecord.read(record).filter(known -> known.lineage().use());
    }

    /** What a record's bytes say, unless the site's retention has it forgotten. */
    public static Optional<VisitorRecord> remembered(LiveSite site, byte[] record, long nowMillis) {
        return VisitorRecord.read(record).filter(known -> !site.rules().isForgotten(known.latestMillis(), nowMillis));
    }

    private static List<Visitors.Address> addresses(LiveSite site, List<VisitorId> visitors) {
        List<Visitors.Address> addresses = new ArrayList<>(visitors.size());
        for (VisitorId visitor : visitors) {
            addresses.add(address(site, visitor));
        }
        return addresses;
    }

    private static Visitors.Address address(LiveSite site, VisitorId visitor) {
        return new Visitors.Address(site.serial(), visitor);
    }
}
