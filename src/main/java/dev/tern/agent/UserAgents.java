package dev.tern.agent;

import dev.tern.Agent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what made a request from its headers.
 *
 * <p>A user agent that was seen before costs one look-up. Another is searched for some three hundred texts, one after the
 * other, each in a time that grows with its length; of a long one only the beginning counts.
 */
public final class UserAgents {
    /** Gmail, which fetches images before anybody opens the mail. */
    private static final String GMAIL_PREFETCH = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
            + "(KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0";

    /** Apple Mail, which fetches the images of every mail, opened or not. */
    private static final String APPLE_MAIL = "Mozilla/5.0";

    /** Proxies that fetch the images of a mail when a person opens it. */
    private static final List<String> PROXIES = List.of("googleimageproxy", "yahoomailproxy");

    /**
     * By these, which the list lacks, headless browsers, previews and monitors give themselves away; and by an address for
     * complaints, which no browser has.
     */
    private static final List<String> PIECES = List.of(
            "headless",
            "phantomjs",
            "slimerjs",
            "lighthouse",
            "page speed",
            "ptst",
            "screenshot",
            "mshots",
            "preview",
            "externalhit",
            "slurp",
            "fetch",
            "scrap",
            "archiver",
            "monitor",
            "synthetic",
            "validator",
            "wordpress",
            "appengine-google",
            "http://",
            "https://",
            "www.");

    /** HTTP libraries and the tools that are made of them, as they call themselves before the slash of a version. */
    private static final List<String> LIBRARIES = Stream.of(
                    "aiohttp",
                    "apache-httpasyncclient",
                    "apache-httpclient",
                    "axios",
                    "bun",
                    "commons-httpclient",
                    "curl",
                    "dart",
                    "deno",
                    "faraday",
                    "go-http-client",
                    "got",
                    "guzzlehttp",
                    "httpie",
                    "insomnia",
                    "java",
                    "java-http-client",
                    "jersey",
                    "libcurl",
                    "libwww-perl",
                    "lwp-request",
                    "node",
                    "node-fetch",
                    "okhttp",
                    "php",
                    "postmanruntime",
                    "powershell",
                    "python",
                    "python-httpx",
                    "python-requests",
                    "python-urllib",
                    "python-urllib3",
                    "reactornetty",
                    "reqwest",
                    "restsharp",
                    "ruby",
                    "superagent",
                    "undici",
                    "vert.x-webclient",
                    "wget",
                    "windowspowershell")
            .map(library -> library + "/")
            .toList();

    /** Browsers say who they are in fewer characters; what comes later does not count. */
    static final int CHARS_MAX = 2_048;

    /** Browsers are few, and say who they are in fewer characters, so nearly every hit finds its own here. */
    private static final int KNOWN_MAX = 4_096;

    private static final int KNOWN_CHARS_MAX = 512;

    private final Agent libraries;
    private final KnownBots bots = KnownBots.read();
    private final Map<String, Agent> known = new ConcurrentHashMap<>();

    /** @param librariesAreHuman whether HTTP libraries count as persons, so that a developer can try things out by one */
    public UserAgents(boolean librariesAreHuman) {
        this.libraries = librariesAreHuman ? Agent.HUMAN : Agent.BOT;
    }

    /** Decides by the headers of a request, each as it was sent. */
    public Agent agent(
            @Nullable String userAgent, @Nullable String secPurpose, @Nullable String purpose, @Nullable String xMoz) {
        if (isPrefetch(secPurpose) || isPrefetch(purpose) || isPrefetch(xMoz)) {
            return Agent.PREFETCH;
        }
        if (userAgent == null) {
            return Agent.BOT;
        }
        Agent agent = known.get(userAgent);
        return agent == null ? learnt(userAgent) : agent;
    }

    private static boolean isPrefetch(@Nullable String purpose) {
        return purpose != null && purpose.regionMatches(true, 0, "prefetch", 0, "prefetch".length());
    }

    private Agent learnt(String userAgent) {
        Agent agent = decided(userAgent);
        if (userAgent.length() <= KNOWN_CHARS_MAX) {
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(userAgent, agent);
        }
        return agent;
    }

    /** What it says without what was learnt. */
    Agent decided(String userAgent) {
        if (userAgent.isBlank()) {
            return Agent.BOT;
        }
        if (userAgent.equals(GMAIL_PREFETCH) || userAgent.equals(APPLE_MAIL)) {
            return Agent.PREFETCH;
        }
        String text =
                userAgent.substring(0, Math.min(userAgent.length(), CHARS_MAX)).toLowerCase(Locale.ROOT);
        if (hasOneOf(PROXIES, text)) {
            return Agent.PROXY;
        }
        if (hasOneWordOf(LIBRARIES, text + "/")) {
            return libraries;
        }
        return isBot(text) ? Agent.BOT : Agent.HUMAN;
    }

    private boolean isBot(String text) {
        String rest = text;
        for (String exception : bots.exceptions()) {
            rest = rest.replace(exception, "");
        }
        return hasOneOf(PIECES, text) || hasOneOf(bots.pieces(), rest) || hasOneWordOf(bots.names(), text);
    }

    private static boolean hasOneOf(List<String> pieces, String text) {
        for (String piece : pieces) {
            if (text.contains(piece)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOneWordOf(List<String> words, String text) {
        for (String word : words) {
            if (hasWord(text, word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the word stands there, and is no part of a longer one. */
    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (isEdge(text, at) && isEdge(text, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
