package dev.tern.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorCookies;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a host declares to whoever asks, at addresses that are agreed upon: that it honours Global Privacy Control, and what it stores in
 * browsers (IAB Device Storage Disclosure 1.1), made from the sites that the host belongs to.
 */
@Singleton
final class WellKnown {
    /** When what is said about Global Privacy Control changed last. */
    private static final String GPC_SINCE = "2026-11-28";

    /** Of IAB TCF: to store, to profile for advertising, to use that profile. */
    private static final List<Integer> PURPOSES = List.of(1, 3, 4);

    private final Catalog catalog;
    private final VisitorCookies cookies;
    private final ObjectMapper json;

    WellKnown(Catalog catalog, VisitorCookies cookies, ObjectMapper json) {
        this.catalog = catalog;
        this.cookies = cookies;
        this.json = json;
    }

    @RegisterForReflection
    record Gpc(boolean gpc, String lastUpdate) {}

    /** What is stored in browsers, on hosts of which use. */
    @RegisterForReflection
    record DeviceStorage(List<Disclosure> disclosures, List<Domain> domains) {}

    /**
     * A cookie.
     *
     * @param optOut whether it says that the visitor opted out, which serves no purpose of TCF
     */
    @RegisterForReflection
    record Disclosure(
            String identifier,
            String type,
            long maxAgeSeconds,
            boolean cookieRefresh,
            List<String> domains,
            List<Integer> purposes,
            boolean optOut) {}

    @RegisterForReflection
    record Domain(String domain, String use) {}

    void register(@Observes Router router) {
        router.get("/.well-known/gpc.json").handler(context -> answer(context, new Gpc(true, GPC_SINCE)));
        router.get("/deviceStorage.json").handler(context -> answer(context, storage(host(context))));
    }

    private static String host(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    }

    private DeviceStorage storage(String host) {
        List<Disclosure> disclosures = new ArrayList<>();
        for (LiveSite site : catalog.sites()) {
            if (site.settings().domains().stream().anyMatch(domain -> isWithin(host, domain))) {
                VisitorCookie cookie = cookies.of(site.id(), site.settings().cookieDomain());
                List<String> domains = List.of(site.settings()
                        .cookieDomain()
                        .map(shared -> "*." + shared)
                        .orElse(host));
                long maxAgeSeconds = VisitorCookie.MAX_AGE.toSeconds();
                disclosures.add(new Disclosure(cookie.name(), "cookie", maxAgeSeconds, true, domains, PURPOSES, false));
                disclosures.add(
                        new Disclosure(cookie.optOutName(), "cookie", maxAgeSeconds, false, domains, List.of(), true));
            }
        }
        disclosures.sort(Comparator.comparing(Disclosure::identifier));
        return new DeviceStorage(
                disclosures, List.of(new Domain(host, "Counts visits for the audiences of this site's owner")));
    }

    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private void answer(RoutingContext context, Object body) {
        try {
            var _ = context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of texts and numbers can be written", e);
        }
    }
}
