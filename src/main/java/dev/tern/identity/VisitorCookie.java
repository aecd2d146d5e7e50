package dev.tern.identity;

import static java.util.Objects.requireNonNull;

import dev.tern.SiteId;
import dev.tern.VisitorId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookie by which one site knows a visitor again: {@code <id>.<signature>}, both in base64url.
 *
 * <p>Its name carries the site, so that two sites on one host never meet, and a prefix that browsers enforce (RFC 6265bis
 * section 4.1.3): {@code __Host-} for one host, {@code __Secure-} where subdomains share it, none where it may travel over
 * plain HTTP in development.
 */
public final class VisitorCookie {
    /** As long as browsers keep any cookie. */
    public static final Duration MAX_AGE = Duration.ofDays(400);

    /** A signature has as many bits as an ID, and the same one text form. */
    private static final int VALUE_CHARS = VisitorId.CHARS + 1 + VisitorId.CHARS;

    private static final String PREFIX = "tern-";

    /** What the name of the cookie of an opt-out has before the site: no ID of a site may begin so. */
    public static final String OPT_OUT = "optout-";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final String optOutName;
    private final String attributes;
    private final String expired;
    private final String optedOut;
    private final String optedIn;
    private final List<Signature> signatures;

    /** @param cookieDomain shares the cookie among its subdomains; absent: the answering host alone */
    public VisitorCookie(IdentityConfig config, SiteId site, Optional<String> cookieDomain) {
        String prefix = !config.secure() ? "" : cookieDomain.isPresent() ? "__Secure-" : "__Host-";
        this.name = prefix + PREFIX + site;
        this.optOutName = prefix + PREFIX + OPT_OUT + site;
        String scope = "; HttpOnly; SameSite=Lax"
                + (config.secure() ? "; Secure" : "")
                + cookieDomain.map(domain -> "; Domain=" + domain).orElse("");
        this.attributes = "; Path=/; Max-Age=" + MAX_AGE.toSeconds() + scope;
        String gone = "=; Path=/; Max-Age=0" + scope;
        this.expired = name + gone;
        this.optedOut = optOutName + "=1" + attributes;
        this.optedIn = optOutName + gone;
        List<Signature> each = new ArrayList<>();
        for (String secret : config.secrets().orElseThrow()) {
            each.add(new Signature(secret, "tern cookie of " + site));
        }
        this.signatures = List.copyOf(each);
    }

    /**
     * A visitor, and the {@code Set-Cookie} header that makes the browser this visitor for another 400 days.
     *
     * @param header of the answer
     */
    public record Held(VisitorId visitor, String header) {
        public Held {
            requireNonNull(visitor, "visitor");
            requireNonNull(header, "header");
        }
    }

    /** A visitor that nobody has seen before. */
    public static VisitorId mint() {
        byte[] bytes = new byte[VisitorId.BYTES];
        RANDOM.nextBytes(bytes);
        return VisitorId.of(bytes);
    }

    /** The cookie for this visitor, signed. */
    public Held of(VisitorId visitor) {
        VisitorId signature = VisitorId.of(signatures.getFirst().of(visitor));
        return held(visitor, visitor.text() + "." + signature.text());
    }

    /**
     * The visitor whom a {@code Cookie} header names; nothing where there is none, or where it is forged, foreign or
     * broken.
     */
    public Optional<Held> read(String header) {
        for (int from = header.indexOf(name); from >= 0; from = header.indexOf(name, from + 1)) {
            int value = from + name.length() + 1;
            if (beginsACookie(header, from) && value <= header.length() && header.charAt(value - 1) == '=') {
                Optional<Held> held = verified(header, value);
                if (held.isPresent()) {
                    return held;
                }
            }
        }
        return Optional.empty();
    }

    /** The visitor whom the {@code Cookie} headers of a request name: HTTP/2 may bring cookies in several. */
    public Optional<Held> read(List<String> headers) {
        for (String header : headers) {
            Optional<Held> held = read(header);
            if (held.isPresent()) {
                return held;
            }
        }
        return Optional.empty();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The {@code Set-Cookie} header that takes the cookie away. */
    public String expired() {
        return expired;
    }

    /** The name of the cookie by which a visitor has opted out of the site, whatever its value. */
    public String optOutName() {
        return optOutName;
    }

    /** The {@code Set-Cookie} header that opts the browser out, for 400 days. */
    public String optedOut() {
        return optedOut;
    }

    /** The {@code Set-Cookie} header that takes the opt-out away. */
    public String optedIn() {
        return optedIn;
    }

    /** Whether one of the {@code Cookie} headers of a request brings the cookie of an opt-out. */
    public boolean isOptedOut(List<String> headers) {
        for (String header : headers) {
            if (isOptedOut(header)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a {@code Cookie} header brings that cookie. */
    public boolean isOptedOut(String header) {
        for (int from = header.indexOf(optOutName); from >= 0; from = header.indexOf(optOutName, from + 1)) {
            int end = from + optOutName.length();
            boolean ends = end == header.length() || "=; ".indexOf(header.charAt(end)) >= 0;
            if (beginsACookie(header, from) && ends) {
                return true;
            }
        }
        return false;
    }

    private Held held(VisitorId visitor, String value) {
        return new Held(visitor, name + "=" + value + attributes);
    }

    private static boolean beginsACookie(String header, int place) {
        return place == 0 || header.charAt(place - 1) == ' ' || header.charAt(place - 1) == ';';
    }

    private Optional<Held> verified(String header, int from) {
        int until = from + VALUE_CHARS;
        boolean wellFormed = until <= header.length()
                && (until == header.length() || header.charAt(until) == ';' || header.charAt(until) == ' ')
                && header.charAt(from + VisitorId.CHARS) == '.';
        return wellFormed ? verified(header.substring(from, until)) : Optional.empty();
    }

    private Optional<Held> verified(String value) {
        Optional<VisitorId> visitor = VisitorId.parse(value.substring(0, VisitorId.CHARS));
        Optional<VisitorId> signature = VisitorId.parse(value.substring(VisitorId.CHARS + 1));
        if (visitor.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        byte[] bits = signature.get().bytes();
        if (signatures.getFirst().matches(visitor.get(), bits)) {
            return Optional.of(held(visitor.get(), value));
        }
        boolean signedBefore = signatures.stream().skip(1).anyMatch(older -> older.matches(visitor.get(), bits));
        return signedBefore ? Optional.of(of(visitor.get())) : Optional.empty();
    }
}
