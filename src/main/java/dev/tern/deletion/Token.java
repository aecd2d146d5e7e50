package dev.tern.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Token (RFC 7519) of a partner that is signed by it.
 *
 * @param issuer the partner's domain
 * @param id names the token among those of its issuer
 */
record Token(String issuer, String id, Instant issued, JsonNode claims) {
    private static final String VERSION = "1.0";
    private static final int ID_CHARS_MAX = 256;

    /** The year 9999. */
    private static final long SECONDS_MAX = 253_402_300_799L;

    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /**
     * Verifies a token.
     *
     * @param what it is, for an answer
     * @param ageMax after which it has expired, whatever it says itself
     * @throws RefusedException with the result that the framework has for it
     */
    static Token verified(String what, String text, Requesters requesters, Duration ageMax, Instant now) {
        JsonWebSignature signed = parse(what, text);
        JsonNode claims = claims(what, signed);
        String issuer = required(what, claims, "iss");
        requireSignature(what, signed, issuer, requesters);
        if (!required(what, claims, "version").equals(VERSION)) {
            throw new RefusedException(Result.MALFORMED_REQUEST, what + ": version " + VERSION);
        }
        String id = required(what, claims, "jti");
        if (id.length() > ID_CHARS_MAX) {
            throw new RefusedException(
                    Result.MALFORMED_REQUEST, what + ": a jti of at most %d characters".formatted(ID_CHARS_MAX));
        }
        return new Token(issuer, id, timely(what, claims, ageMax, now), claims);
    }

    /** A claim that must be there, as a text. */
    static String required(String what, JsonNode claims, String name) {
        JsonNode value = claims.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new RefusedException(Result.MALFORMED_REQUEST, what + ": " + name + " is missing, or no text");
        }
        return value.textValue();
    }

    private static JsonWebSignature parse(String what, String text) {
        try {
            var signed = new JsonWebSignature();
            signed.setCompactSerialization(text);
            return signed;
        } catch (JoseException unreadable) {
            throw new RefusedException(Result.INVALID_TOKEN, what + ": no signed JSON Web Token");
        }
    }

    private static JsonNode claims(String what, JsonWebSignature signed) {
        try {
            JsonNode claims = Json.parse(signed.getUnverifiedPayload().getBytes(StandardCharsets.UTF_8));
            if (claims.isObject()) {
                return claims;
            }
        } catch (Refusal unreadable) {
            // As below.
        }
        throw new RefusedException(Result.INVALID_TOKEN, what + ": its claims are no JSON object");
    }

    private static void requireSignature(String what, JsonWebSignature signed, String issuer, Requesters requesters) {
        @Nullable String keyId = signed.getKeyIdHeaderValue();
        PublicJsonWebKey key = requesters
                .key(issuer, keyId == null ? "" : keyId)
                .orElseThrow(() -> new RefusedException(
                        Result.INVALID_SIGNATURE, what + ": signed by no key that is known of its issuer"));
        try {
            signed.setAlgorithmConstraints(new AlgorithmConstraints(
                    ConstraintType.PERMIT, Keys.algorithm(key).orElseThrow()));
            signed.setKey(key.getPublicKey());
            if (signed.verifySignature()) {
                return;
            }
        } catch (JoseException refused) {
            // As below.
        }
        throw new RefusedException(Result.INVALID_SIGNATURE, what + ": its signature or its algorithm is wrong");
    }

    private static Instant timely(String what, JsonNode claims, Duration ageMax, Instant now) {
        Instant issued = time(what, claims, "iat");
        boolean hasExpired = claims.has("exp") && !now.isBefore(time(what, claims, "exp"));
        if (hasExpired || issued.isAfter(now.plus(AHEAD_MAX)) || issued.isBefore(now.minus(ageMax))) {
            throw new RefusedException(
                    Result.INVALID_TIMESTAMP, what + ": issued too long ago, too far ahead, or expired");
        }
        return issued;
    }

    private static Instant time(String what, JsonNode claims, String name) {
        JsonNode value = claims.path(name);
        if (value.isMissingNode()) {
            throw new RefusedException(Result.MALFORMED_REQUEST, what + ": " + name + " is missing");
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > SECONDS_MAX) {
            throw new RefusedException(Result.INVALID_TIMESTAMP, what + ": " + name + " is no time");
        }
        return Instant.ofEpochSecond(value.longValue());
    }
}
