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
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorCookies;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of a hit: gate, identity, match, journal. What comes back is the visitor's cookie, where there is one. */
@Singleton
final class Pixel {
    private final Catalog catalog;
    private final VisitorCookies cookies;
    private final Collector collector;
    private final HitMetrics metrics;
    private final Clock clock;
    private final UserAgents userAgents;

    Pixel(
            Catalog catalog,
            VisitorCookies cookies,
            Collector collector,
            HitMetrics metrics,
            Clock clock,
            AgentConfig config) {
        this.catalog = catalog;
        this.cookies = cookies;
        this.collector = collector;
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
        Decision decision = Gate.decide(
                withHeaders(sent.signals(), headers), live.settings().consent());
        if (!decision.store()) {
            metrics.countDenied(decision);
            return Optional.empty();
        }
        return allowed(live, sent, headers);
    }

    private Optional<String> allowed(LiveSite site, PixelQuery sent, MultiMap headers) {
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
        VisitorCookie cookie = cookies.of(site.id(), site.settings().cookieDomain());
        VisitorCookie.Held held = cookie.read(headers.get("Cookie")).orElseGet(() -> cookie.of(VisitorCookie.mint()));
        collector.collect(site, held.visitor(), event.get(), now);
        return Optional.of(held.header());
    }

    private static Signals withHeaders(Signals signals, MultiMap headers) {
        add(signals, Signal.GPC, headers.get("Sec-GPC"));
        add(signals, Signal.DNT, headers.get("DNT"));
        return signals;
    }

    private static void add(Signals signals, Signal signal, @Nullable String value) {
        if (value != null) {
            signals.add(signal, value);
        }
    }
}
