package dev.tern.deletion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Tokens as partners make them. */
public final class Tokens {
    private Tokens() {}

    /** The claims of a first party (idJWT) about an identifier of the right kind. */
    static ObjectNode identity(String identifier) {
        return claims(Partners.FIRST_PARTY, identifier);
    }

    /** The claims of a request (rqJWT) that the exchange passes on. */
    static ObjectNode request(String identity, String identifier) {
        return claims(Partners.EXCHANGE, identifier).put("idJWT", identity);
    }

    /** A right request, whole and signed. */
    public static String right(String identifier) {
        return signed(request(signed(identity(identifier)), identifier));
    }

    private static ObjectNode claims(String issuer, String identifier) {
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("version", "1.0")
                .put("jti", UUID.randomUUID().toString())
                .put("iss", issuer)
                .put("iat", Instant.now().getEpochSecond());
        claims.putObject("sub")
                .put("identifierValue", identifier)
                .put("identifierType", "tern_visitor")
                .put("identifierFormat", "site/visitor");
        return claims;
    }

    /** Signed by the key of the issuer that they name. */
    static String signed(ObjectNode claims) {
        return signed(claims, Partners.key(claims.path("iss").textValue()));
    }

    static String signed(ObjectNode claims, PublicJsonWebKey key) {
        try {
            var signing = new JsonWebSignature();
            signing.setHeader("typ", "JWT");
            signing.setAlgorithmHeaderValue(
                    key instanceof EllipticCurveJsonWebKey
                            ? AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256
                            : AlgorithmIdentifiers.RSA_USING_SHA256);
            signing.setKeyIdHeaderValue(key.getKeyId());
            signing.setPayload(claims.toString());
            signing.setKey(key.getPrivateKey());
            return signing.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
