package dev.tern.collect;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.agent.UserAgents;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.consent.Decision;
import dev.tern.consent.Gate;
import dev.tern.consent.Signal;
import dev.tern.consent.Signals;
import dev.tern.consent.Terms;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorCookies;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The way of a hit: gate, identity, match, journal. What comes back is the visitor's cookie, where there is one. */
@Singleton
final class Pixel {
    private final Catalog catalog;
    private final VisitorCookies cookies;
    private final Tombstones tombstones;
    private final Collector collector;
    private final Withdrawals withdrawals;
    private final HitMetrics metrics;
    private final Clock clock;
    private final UserAgents userAgents;

    Pixel(
            Catalog catalog,
            VisitorCookies cookies,
            Tombstones tombstones,
            Collector collector,
            Withdrawals withdrawals,
            HitMetrics metrics,
            Clock clock,
            AgentConfig config) {
        this.catalog = catalog;
        this.cookies = cookies;
        this.tombstones = tombstones;
        this.collector = collector;
        this.withdrawals = withdrawals;
        this.metrics = metrics;
        this.clock = clock;
        this.userAgents = new UserAgents(config.librariesAreHuman());
    }

    /**
     * Takes a hit.
     *
     * @param site as the path names it
     * @return the {@code Set-Cookie} header of the answer, or nothing
     */
    Optional<String> hit(String site, HttpServerRequest request) {
        String query = request.query();
        if (query != null && query.length() > EventLimits.QUERY_CHARS_MAX) {
            metrics.count(Outcome.QUERY_TOO_LONG);
            return Optional.empty();
        }
        LiveSite live = catalog.site(site).orElse(null);
        if (live == null) {
            metrics.count(Outcome.UNKNOWN_SITE);
            return Optional.empty();
        }
        MultiMap headers = request.headers();
        PixelQuery sent = new PixelQuery(query);
        VisitorCookie cookie = cookies.of(live.id(), live.settings().cookieDomain());
        addHeaders(sent.signals(), headers, live.settings().consent(), cookie);
        Decision decision = Gate.decide(sent.signals(), live.settings().consent());
        if (!decision.store()) {
            metrics.countDenied(decision);
            return decision.refused() ? withdrawn(live, headers, cookie) : Optional.empty();
        }
        return allowed(live, sent, headers, cookie, Lineage.of(decision));
    }

    /** The cookie goes with all that is stored; where the journal has no room for that it stays, and the next refusal finds it. */
    private Optional<String> withdrawn(LiveSite site, MultiMap headers, VisitorCookie cookie) {
        return held(headers, cookie)
                .filter(held -> isGone(site, held)
                        || withdrawals.take(site, held.visitor()).isPresent())
                .map(held -> cookie.expired());
    }

    private static Optional<VisitorCookie.Held> held(MultiMap headers, VisitorCookie cookie) {
        return cookie.read(each(headers, "Cookie"));
    }

    private boolean isGone(LiveSite site, VisitorCookie.Held held) {
        return tombstones.hasMet(new Visitors.Address(site.serial(), held.visitor()));
    }

    private Optional<String> allowed(
            LiveSite site, PixelQuery sent, MultiMap headers, VisitorCookie cookie, Lineage lineage) {
        Agent agent = userAgents.agent(
                headers.get("User-Agent"), headers.get("Sec-Purpose"), headers.get("Purpose"), headers.get("X-Moz"));
        metrics.count(agent);
        if (!agent.countsByDefault() && !site.rules().asksAbout(agent)) {
            metrics.count(Outcome.UNASKED);
            return Optional.empty();
        }
        long now = clock.millis();
        Optional<Event> event = sent.event(headers.get("Referer"), agent, now);
        if (event.isEmpty()) {
            metrics.count(Outcome.INVALID);
            return Optional.empty();
        }
        VisitorCookie.Held held = held(headers, cookie)
                .filter(known -> !isGone(site, known))
                .orElseGet(() -> cookie.of(VisitorCookie.mint()));
        collector.collect(site, held.visitor(), event.get(), lineage, now);
        return Optional.of(held.header());
    }

    private static void addHeaders(Signals signals, MultiMap headers, Terms terms, VisitorCookie cookie) {
        for (String value : each(headers, "Sec-GPC")) {
            signals.add(Signal.GPC, value);
        }
        for (String value : each(headers, "DNT")) {
            signals.add(Signal.DNT, value);
        }
        if (cookie.isOptedOut(each(headers, "Cookie"))) {
            signals.add(Signal.OPT_OUT, cookie.optOutName());
        }
        if (terms.regions().isPresent()) {
            for (String value : each(headers, terms.regions().get().header())) {
                signals.addRegion(value);
            }
        }
    }

    /** All values of a header: most have none. */
    private static List<String> each(MultiMap headers, String name) {
        return headers.contains(name) ? headers.getAll(name) : List.of();
    }
}
