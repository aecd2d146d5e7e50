package dev.tern.membership;

import dev.tern.AudienceId;
import dev.tern.catalog.LiveSite;
import dev.tern.matching.RuleSet;
import dev.tern.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which audiences are withheld, since they have fewer members now than their site's floor. Fails as Redis does.
 *
 * <p>Questions about one audience count its members anew. Lookups ask about all audiences of a site at once, tens of thousands of times a
 * second, so these counts are kept for a moment: at least {@link #KEPT_MILLIS_MIN}, and ten times as long as the counting took, so that it is
 * never more than a small part of the work.
 */
@Singleton
final class Floors {
    static final long KEPT_MILLIS_MIN = 50;

    private static final int KEPT_TIMES_LONGER = 10;

    /** An audience that has so many members more than it needs is not counted again for a while. */
    private static final int AMPLE = 100;

    private static final long AMPLE_MILLIS = 5_000;
    private static final int COUNTED_AT_ONCE = 64;

    private final Memberships memberships;
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
     * @param ampleUntilMillis until when an audience need not be counted again
     */
    record Standing(
            long version,
            Set<AudienceId> withheld,
            boolean withholds,
            Map<AudienceId, Long> ampleUntilMillis,
            long beganMillis,
            long tookMillis) {
        static final Standing OPEN = new Standing(0, Set.of(), false, Map.of(), 0, 0);

        Standing {
            withheld = Set.copyOf(withheld);
            ampleUntilMillis = Map.copyOf(ampleUntilMillis);
        }

        /** Those of these memberships that are shown. */
        List<Membership> shown(List<Membership> found) {
            return withheld.isEmpty()
                    ? found
                    : found.stream()
                            .filter(membership -> !withheld.contains(membership.audience()))
                            .toList();
        }

        private boolean isFresh(LiveSite site, long nowMillis) {
            return isWithin(site, nowMillis, KEPT_TIMES_LONGER);
        }

        /** While the next one is made. */
        private boolean serves(LiveSite site, long nowMillis) {
            return isWithin(site, nowMillis, 2 * KEPT_TIMES_LONGER);
        }

        private boolean isWithin(LiveSite site, long nowMillis, int timesTook) {
            long age = nowMillis - beganMillis;
            return version == site.version() && age >= 0 && age < Math.max(KEPT_MILLIS_MIN, timesTook * tookMillis);
        }
    }

    /** Which audiences of a site are shown now. */
    Future<Standing> of(LiveSite site, long nowMillis) {
        if (site.settings().minimumAudienceSize() == 0) {
            return Future.succeededFuture(Standing.OPEN);
        }
        Standing known = standings.get(site.serial());
        if (known != null && known.isFresh(site, nowMillis)) {
            return Future.succeededFuture(known);
        }
        Future<Standing> next = next(site, known, nowMillis);
        return known != null && known.serves(site, nowMillis) ? Future.succeededFuture(known) : next;
    }

    /**
     * Lets through questions about an audience that is not withheld.
     *
     * @throws HttpProblem 403 where it is, as the failure of what is returned
     */
    Future<Void> require(LiveSite site, RuleSet.Audience audience, long nowMillis) {
        int floor = site.settings().minimumAudienceSize();
        return floor == 0
                ? Future.succeededFuture()
                : memberships
                        .sizeUpTo(floor, site, audience, nowMillis)
                        .compose(size ->
                                size >= floor ? Future.succeededFuture() : Future.failedFuture(withheld(floor)));
    }

    private static HttpProblem withheld(int floor) {
        return new HttpProblem(
                Status.FORBIDDEN, "The audience has fewer than %d members, so it is withheld".formatted(floor));
    }

    /** One counting of a site at a time. */
    private Future<Standing> next(LiveSite site, @Nullable Standing known, long nowMillis) {
        Promise<Standing> promise = Promise.promise();
        Future<Standing> underWay = counting.putIfAbsent(site.serial(), promise.future());
        if (underWay != null) {
            return underWay;
        }
        count(site, known, nowMillis).onComplete(counted -> {
            if (counted.succeeded()) {
                standings.put(site.serial(), counted.result());
            }
            counting.remove(site.serial());
            promise.handle(counted);
        });
        return promise.future();
    }

    private Future<Standing> count(LiveSite site, @Nullable Standing known, long nowMillis) {
        Map<AudienceId, Long> ample = new HashMap<>();
        List<RuleSet.Audience> uncertain = new ArrayList<>();
        for (RuleSet.Audience audience : site.rules().audiences()) {
            long until = known == null || known.version != site.version()
                    ? 0
                    : known.ampleUntilMillis.getOrDefault(audience.id(), 0L);
            if (until > nowMillis) {
                ample.put(audience.id(), until);
            } else {
                uncertain.add(audience);
            }
        }
        Map<AudienceId, Long> sizes = new HashMap<>();
        return count(site, uncertain, 0, sizes, nowMillis).map(done -> {
            int floor = site.settings().minimumAudienceSize();
            Set<AudienceId> withheld = new HashSet<>();
            boolean withholds = false;
            for (Map.Entry<AudienceId, Long> size : sizes.entrySet()) {
                if (size.getValue() < floor) {
                    withheld.add(size.getKey());
                    withholds |= size.getValue() > 0;
                } else if (size.getValue() >= floor + AMPLE) {
                    ample.put(size.getKey(), nowMillis + AMPLE_MILLIS);
                }
            }
            return new Standing(
                    site.version(), withheld, withholds, ample, nowMillis, System.currentTimeMillis() - nowMillis);
        });
    }

    private Future<Void> count(
            LiveSite site, List<RuleSet.Audience> audiences, int from, Map<AudienceId, Long> sizes, long nowMillis) {
        if (from >= audiences.size()) {
            return Future.succeededFuture();
        }
        List<RuleSet.Audience> some = audiences.subList(from, Math.min(audiences.size(), from + COUNTED_AT_ONCE));
        int enough = site.settings().minimumAudienceSize() + AMPLE;
        List<Future<Long>> counts = some.stream()
                .map(audience -> memberships.sizeUpTo(enough, site, audience, nowMillis))
                .toList();
        return Future.all(counts).compose(counted -> {
            for (int i = 0; i < some.size(); i++) {
                sizes.put(some.get(i).id(), counts.get(i).result());
            }
            return count(site, audiences, from + some.size(), sizes, nowMillis);
        });
    }
}
