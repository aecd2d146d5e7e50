package dev.tern.deletion;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;

/**
 * A request that is right: a partner passes on that a first party asks for a visitor's deletion on a site of that first party's own.
 *
 * @param request the token of the partner (rqJWT)
 */
record Asked(Token request, LiveSite site, VisitorId visitor) {
    /** The one identifier that Tern knows a visitor by. */
    static final String TYPE = "tern_visitor";

    /** Its form: a site's ID, a slash, and the visitor's, which is the site's cookie up to the dot. */
    static final String FORMAT = "site/visitor";

    /** A token of a transaction between two parties. */
    private static final Duration REQUEST_AGE_MAX = Duration.ofHours(24);

    /** That of the first party (idJWT) may have come through many hands. */
    private static final Duration IDENTITY_AGE_MAX = Duration.ofDays(30);

    private static final String REQUEST = "rqJWT";
    private static final String IDENTITY = "idJWT";

    Asked {
        requireNonNull(request, "request");
        requireNonNull(site, "site");
        requireNonNull(visitor, "visitor");
    }

    /**
     * Reads and verifies a request and the token of the first party in it.
     *
     * @param domain this deployment's
     * @throws RefusedException with the result that the framework has for it
     */
    static Asked read(String text, String domain, Requesters requesters, Catalog catalog, Instant now) {
        Token request = Token.verified(REQUEST, text, requesters, REQUEST_AGE_MAX, now);
        requireAudience(request.claims().path("aud"), domain);
        String identityText = Token.required(REQUEST, request.claims(), IDENTITY);
        Token identity = Token.verified(IDENTITY, identityText, requesters, IDENTITY_AGE_MAX, now);
        if (request.issued().isBefore(identity.issued())) {
            throw new RefusedException(Result.INVALID_TIMESTAMP, REQUEST + ": older than its " + IDENTITY);
        }
        requireSubject(IDENTITY, identity.claims());
        JsonNode subject = requireSubject(REQUEST, request.claims());
        if (!subject.path("identifierType").textValue().equals(TYPE)) {
            throw new RefusedException(Result.UNSUPPORTED_IDENTIFIER_TYPE, "identifierType: " + TYPE);
        }
        String value = subject.path("identifierValue").textValue();
        int slash = value.indexOf('/');
        if (!subject.path("identifierFormat").textValue().equals(FORMAT) || slash < 0) {
            throw incorrectFormat();
        }
        LiveSite site = catalog.site(value.substring(0, slash))
                .filter(known -> belongsTo(known, identity.issuer()))
                .orElseThrow(Asked::incorrectFormat);
        VisitorId visitor = VisitorId.parse(value.substring(slash + 1)).orElseThrow(Asked::incorrectFormat);
        return new Asked(request, site, visitor);
    }

    /** The framework asks for none; one that is there must be right. */
    private static void requireAudience(JsonNode audience, String domain) {
        boolean isRight = audience.isArray()
                ? StreamSupport.stream(audience.spliterator(), false).anyMatch(each -> domain.equals(each.textValue()))
                : audience.isMissingNode() || domain.equals(audience.textValue());
        if (!isRight) {
            throw new RefusedException(Result.INVALID_TOKEN, REQUEST + ": made for another recipient");
        }
    }

    private static JsonNode requireSubject(String what, JsonNode claims) {
        JsonNode subject = claims.path("sub");
        for (String name : new String[] {"identifierValue", "identifierType", "identifierFormat"}) {
            Token.required(what + ": sub", subject, name);
        }
        return subject;
    }

    private static boolean belongsTo(LiveSite site, String firstParty) {
        return site.settings().domains().stream()
                .anyMatch(domain -> domain.equals(firstParty) || domain.endsWith("." + firstParty));
    }

    /** One for all, so that nobody learns of which first party a site is. */
    private static RefusedException incorrectFormat() {
        return new RefusedException(
                Result.INCORRECT_IDENTIFIER_FORMAT,
                "identifierFormat: %s, with a site of the first party and a visitor's ID".formatted(FORMAT));
    }
}
