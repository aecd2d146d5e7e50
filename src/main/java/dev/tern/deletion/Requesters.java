package dev.tern.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * The partners that may ask, and the public keys of each.
 *
 * @param keys by domain, then by key ID
 */
record Requesters(Map<String, Map<String, PublicJsonWebKey>> keys) {
    private static final String PLACE = "TERN_DELETION_REQUESTERS, %s: ";

    Requesters {
        keys = Map.copyOf(keys);
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException where it is no such file
     */
    static Requesters read(Path file) {
        try {
            Map<String, Map<String, PublicJsonWebKey>> keys = new HashMap<>();
            Json.parse(Files.readAllBytes(file))
                    .properties()
                    .forEach(entry ->
                            keys.put(entry.getKey().toLowerCase(Locale.ROOT), keys(entry.getKey(), entry.getValue())));
            return new Requesters(keys);
        } catch (IOException e) {
            throw new ConfigurationException("TERN_DELETION_REQUESTERS names a file that can't be read", e);
        } catch (Refusal e) {
            throw new ConfigurationException("TERN_DELETION_REQUESTERS names a file that is not JSON: " + e.text());
        }
    }

    private static Map<String, PublicJsonWebKey> keys(String domain, JsonNode document) {
        Map<String, PublicJsonWebKey> keys = new HashMap<>();
        for (JsonNode each : document.path("publicKey")) {
            PublicJsonWebKey key = Keys.read(each.toString())
                    .filter(readable -> readable.getPrivateKey() == null && readable.getKeyId() != null)
                    .orElseThrow(() -> new ConfigurationException(
                            PLACE.formatted(domain) + "each publicKey is a public JWK with a kid, on P-256 or of RSA"));
            keys.put(key.getKeyId(), key);
        }
        if (keys.isEmpty()) {
            throw new ConfigurationException(PLACE.formatted(domain) + "a publicKey at least");
        }
        return Map.copyOf(keys);
    }

    Optional<PublicJsonWebKey> key(String domain, String keyId) {
        return Optional.ofNullable(keys.get(domain)).map(known -> known.get(keyId));
    }
}
