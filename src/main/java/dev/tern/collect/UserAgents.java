package dev.tern.collect;

import dev.tern.Agent;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What made a hit, decided from its headers. */
final class UserAgents {
    /** Proxies that fetch the images of mail when a person opens it. */
    private static final Pattern PROXIES = Pattern.compile("GoogleImageProxy|YahooMailProxy");

    /** Words by which crawlers name themselves, in lower case. */
    private static final Pattern BOTS =
            Pattern.compile("bot\\b|bots?/|crawler|spider|slurp|facebookexternalhit|preview");

    /** Browsers are few, and say who they are in fewer characters, so nearly every hit finds its own here. */
    private static final int KNOWN_MAX = 4_096;

    private static final int KNOWN_CHARS_MAX = 512;

    private static final Map<String, Agent> KNOWN = new ConcurrentHashMap<>();

    private UserAgents() {}

    static Agent agent(MultiMap headers) {
        if (isPrefetch(headers.get("Sec-Purpose"))
                || isPrefetch(headers.get("Purpose"))
                || isPrefetch(headers.get("X-Moz"))) {
            return Agent.PREFETCH;
        }
        String userAgent = headers.get("User-Agent");
        if (userAgent == null) {
            return Agent.BOT;
        }
        Agent known = KNOWN.get(userAgent);
        return known == null ? learnt(userAgent) : known;
    }

    private static Agent learnt(String userAgent) {
        Agent agent = decided(userAgent);
        if (userAgent.length() <= KNOWN_CHARS_MAX) {
            if (KNOWN.size() >= KNOWN_MAX) {
                KNOWN.clear();
            }
            KNOWN.put(userAgent, agent);
        }
        return agent;
    }

    private static Agent decided(String userAgent) {
        if (PROXIES.matcher(userAgent).find()) {
            return Agent.PROXY;
        }
        return BOTS.matcher(userAgent.toLowerCase(Locale.ROOT)).find() ? Agent.BOT : Agent.HUMAN;
    }

    private static boolean isPrefetch(@Nullable String purpose) {
        return purpose != null && purpose.toLowerCase(Locale.ROOT).startsWith("prefetch");
    }
}
