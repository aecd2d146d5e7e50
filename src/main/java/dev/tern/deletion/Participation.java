package dev.tern.deletion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Json;
import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** That this deployment takes deletion requests: under which domain and key, and from whom. */
final class Participation {
    /** Where requests are sent to. */
    static final String PATH = "/dsrdelete";

    private static final String VERSION = "1.0";

    private final String domain;
    private final PublicJsonWebKey key;
    private final Requesters requesters;

    private Participation(String domain, PublicJsonWebKey key, Requesters requesters) {
        this.domain = domain;
        this.key = key;
        this.requesters = requesters;
    }

    /**
     * By these settings; none where they are not complete, which is told where they are begun.
     *
     * @throws ConfigurationException where one is wrong; it does not say what the key is
     */
    static Optional<Participation> of(DeletionConfig config) {
        if (config.domain().isPresent()
                && config.key().isPresent()
                && config.requesters().isPresent()) {
            return Optional.of(new Participation(
                    config.domain().get().toLowerCase(Locale.ROOT),
                    privateKey(config.key().get()),
                    Requesters.read(config.requesters().get())));
        }
        if (config.domain().isPresent()
                || config.key().isPresent()
                || config.requesters().isPresent()) {
            Log.warn("No deletion requests are taken: that needs TERN_DELETION_DOMAIN, TERN_DELETION_KEY and"
                    + " TERN_DELETION_REQUESTERS");
        }
        return Optional.empty();
    }

    private static PublicJsonWebKey privateKey(String jwk) {
        PublicJsonWebKey key = Keys.read(jwk)
                .filter(readable -> readable.getPrivateKey() != null)
                .orElseThrow(() ->
                        new ConfigurationException("TERN_DELETION_KEY is no private JSON Web Key on P-256 or of RSA"));
        if (key.getKeyId() == null) {
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        }
        key.setAlgorithm(Keys.algorithm(key).orElseThrow());
        key.setUse("sig");
        return key;
    }

    String domain() {
        return domain;
    }

    Requesters requesters() {
        return requesters;
    }

    /** What {@code /dsrdelete.json} says. */
    String document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("endpoint", "https://" + domain + PATH);
        document.putArray("identifiers")
                .addObject()
                .put("id", 1)
                .put("type", Asked.TYPE)
                .put("format", Asked.FORMAT);
        document.putArray("publicKey")
                .add(Json.parse(
                        key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8)));
        document.put("vendorScriptRequirement", false);
        return document.toString();
    }

    /**
     * A receipt (acJWT), signed.
     *
     * @param request as it came
     */
    String receipt(String request, Result result, String detail, Instant now) {
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("version", VERSION)
                .put("rqJWT", request)
                .put("jti", UUID.randomUUID().toString())
                .put("iss", domain)
                .put("iat", now.getEpochSecond())
                .put("raResultCode", result.code())
                .put("raResultString", detail);
        try {
            var signing = new JsonWebSignature();
            signing.setHeader("typ", "JWT");
            signing.setAlgorithmHeaderValue(key.getAlgorithm());
            signing.setKeyIdHeaderValue(key.getKeyId());
            signing.setPayload(claims.toString());
            signing.setKey(key.getPrivateKey());
            return signing.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("A key that was read signs", e);
        }
    }
}
