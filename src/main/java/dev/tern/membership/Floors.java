package dev.tern.membership;

import dev.tern.AudienceId;
import dev.tern.catalog.LiveSite;
import dev.tern.matching.RuleSet;
import dev.tern.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which audiences are withheld, since they have fewer members now than their site's floor. Fails as Redis does.
 *
 * <p>Questions about one audience count its members anew. Lookups ask about all audiences of a site at once, tens of thousands of times a
 * second, so these counts are kept for a moment: at least {@link #KEPT_NANOS_MIN}, and ten times as long as the counting took, so that it is
 * never more than a small part of the work.
 */
@Singleton
final class Floors {
    private static final long KEPT_NANOS_MIN = Duration.ofMillis(50).toNanos();

    private static final int KEPT_TIMES_LONGER = 10;

    /** An audience that has so many members more than it needs, half of whom last, is not counted again for a while. */
    private static final int AMPLE = 100;

    private static final long AMPLE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** What is left of it when the audience is to be counted again, so that no look-up waits for that while look-ups come. */
    private static final long RENEWED_MILLIS = AMPLE_MILLIS / 2;

    /** Of those that are to be, so that they spread over the time that is left. */
    private static final int ONE_IN_RENEWED = 100;

    private static final int COUNTED_AT_ONCE = 4;

    private final Memberships memberships;
    private final ConcurrentMap<Long, Ample> ample = new ConcurrentHashMap<>();
    private final Set<Long> renewing = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Long, Standing> standings = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Future<Standing>> counting = new ConcurrentHashMap<>();

    Floors(Memberships memberships) {
        this.memberships = memberships;
    }

    /**
     * Which audiences of a site are shown.
     *
     * @param version of the site
     * @param withheld those that are not
     * @param withholds whether one of those has a member
     */
    record Standing(long version, Set<AudienceId> withheld, boolean withholds, long beganNanos, long tookNanos) {
        static final Standing OPEN = new Standing(0, Set.of(), false, 0, 0);

        Standing {
            withheld = Set.copyOf(withheld);
        }

        /** Those of these memberships that are shown. */
        List<Membership> shown(List<Membership> found) {
            return withheld.isEmpty()
                    ? found
                    : found.stream()
                            .filter(membership -> !withheld.contains(membership.audience()))
                            .toList();
        }

        private boolean isFresh(LiveSite site) {
            return isWithin(site, KEPT_TIMES_LONGER);
        }

        /** While the next one is made. */
        private boolean serves(LiveSite site) {
            return isWithin(site, 2 * KEPT_TIMES_LONGER);
        }

        private boolean isWithin(LiveSite site, int timesTook) {
            long age = System.nanoTime() - beganNanos;
            return version == site.version() && age < Math.max(KEPT_NANOS_MIN, timesTook * tookNanos);
        }
    }

    /** That an audience need not be counted for a while, under the definitions of a version of its site, and by a clock that has not jumped. */
    private record Ample(long version, long fromMillis, long untilMillis) {
        private long leftMillis(LiveSite site, long nowMillis) {
            return version == site.version() && nowMillis >= fromMillis ? untilMillis - nowMillis : 0;
        }
    }

    /** Which audiences of a site are shown now. */
    Future<Standing> of(LiveSite site, long nowMillis) {
        if (site.settings().minimumAudienceSize() == 0) {
            return Future.succeededFuture(Standing.OPEN);
        }
        Standing known = standings.get(site.serial());
        if (known != null && known.isFresh(site)) {
            return Future.succeededFuture(known);
        }
        Future<Standing> next = next(site, nowMillis);
        return known != null && known.serves(site) ? Future.succeededFuture(known) : next;
    }

    /**
     * Lets through questions about an audience that is not withheld.
     *
     * @throws HttpProblem 403 where it is, as the failure of what is returned
     */
    Future<Void> require(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        int floor = site.settings().minimumAudienceSize();
        return floor == 0 || ampleMillis(site, audience, nowMillis) > 0
                ? Future.succeededFuture()
                : memberships
                        .sizeUpTo(floor, site, audience, nowMillis)
                        .compose(size ->
                                size >= floor ? Future.succeededFuture() : Future.failedFuture(withheld(floor)));
    }

    /** For how long it need not be counted. */
    private long ampleMillis(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        Ample known = ample.get(audience.serial());
        return known == null ? 0 : known.leftMillis(site, nowMillis);
    }

    private static HttpProblem withheld(int floor) {
        return new HttpProblem(
                Status.FORBIDDEN, "The audience has fewer than %d members, so it is withheld".formatted(floor));
    }

    /** One counting of a site at a time. */
    private Future<Standing> next(LiveSite site, long nowMillis) {
        Promise<Standing> promise = Promise.promise();
        Future<Standing> underWay = counting.putIfAbsent(site.serial(), promise.future());
        if (underWay != null) {
            return underWay;
        }
        count(site, nowMillis).onComplete(counted -> {
            if (counted.succeeded()) {
                standings.put(site.serial(), counted.result());
            }
            counting.remove(site.serial());
            promise.handle(counted);
        });
        return promise.future();
    }

    private Future<Standing> count(LiveSite site, long nowMillis) {
        long beganNanos = System.nanoTime();
        List<RuleSet.Audience> uncertain = new ArrayList<>();
        List<RuleSet.Audience> soon = new ArrayList<>();
        for (RuleSet.Audience audience : site.rules().audiences()) {
            long left = ampleMillis(site, audience, nowMillis);
            if (left <= 0) {
                uncertain.add(audience);
            } else if (left < RENEWED_MILLIS) {
                soon.add(audience);
            }
        }
        if (!soon.isEmpty() && renewing.add(site.serial())) {
            int some = (soon.size() + ONE_IN_RENEWED - 1) / ONE_IN_RENEWED;
            count(site, soon.subList(0, some), nowMillis).onComplete(done -> renewing.remove(site.serial()));
        }
        return count(site, uncertain, nowMillis).map(sizes -> standing(site, sizes, beganNanos));
    }

    private Standing standing(LiveSite site, Map<AudienceId, Long> sizes, long beganNanos) {
        int floor = site.settings().minimumAudienceSize();
        Set<AudienceId> withheld = new HashSet<>();
        boolean withholds = false;
        for (Map.Entry<AudienceId, Long> size : sizes.entrySet()) {
            if (size.getValue() < floor) {
                withheld.add(size.getKey());
                withholds |= size.getValue() > 0;
            }
        }
        return new Standing(site.version(), withheld, withholds, beganNanos, System.nanoTime() - beganNanos);
    }

    /** How many members each has, up to ample: some audiences after the others, so that nobody waits for all of them at once. */
    private Future<Map<AudienceId, Long>> count(LiveSite site, List<RuleSet.Audience> audiences, long nowMillis) {
        Map<AudienceId, Long> sizes = new HashMap<>();
        Future<Void> counted = Future.succeededFuture();
        for (int from = 0; from < audiences.size(); from += COUNTED_AT_ONCE) {
            List<RuleSet.Audience> some = audiences.subList(from, Math.min(audiences.size(), from + COUNTED_AT_ONCE));
            counted = counted.compose(before -> count(site, some, nowMillis, sizes));
        }
        return counted.map(all -> sizes);
    }

    private Future<Void> count(
            LiveSite site, List<RuleSet.Audience> some, long nowMillis, Map<AudienceId, Long> sizes) {
        int floor = site.settings().minimumAudienceSize();
        var known = new Ample(site.version(), nowMillis, nowMillis + AMPLE_MILLIS);
        List<Future<Memberships.Count>> counts = some.stream()
                .map(audience -> memberships.count(floor + AMPLE, site, audience, nowMillis, known.untilMillis))
                .toList();
        return Future.all(counts).map(counted -> {
            for (int i = 0; i < some.size(); i++) {
                Memberships.Count count = counts.get(i).result();
                sizes.put(some.get(i).id(), count.members());
                if (count.lasting() >= floor + AMPLE / 2) {
                    ample.put(some.get(i).serial(), known);
                } else {
                    ample.remove(some.get(i).serial());
                }
            }
            return null;
        });
    }
}
