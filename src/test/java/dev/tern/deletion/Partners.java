package dev.tern.deletion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Has the service under test take deletion requests of two partners, whose keys it makes: a first party and an exchange. */
public final class Partners implements QuarkusTestResourceLifecycleManager {
    static final String DOMAIN = "tern.example";

    /** Of the sites of tests. */
    static final String FIRST_PARTY = "shop.example";

    static final String EXCHANGE = "exchange.example";

    private static final String KEYS = "test.deletion.key.";

    @Override
    public Map<String, String> start() {
        try {
            Map<String, PublicJsonWebKey> keys = Map.of(
                    FIRST_PARTY, EcJwkGenerator.generateJwk(EllipticCurves.P256),
                    EXCHANGE, RsaJwkGenerator.generateJwk(2048));
            Map<String, String> settings = new HashMap<>();
            ObjectNode requesters = JsonNodeFactory.instance.objectNode();
            keys.forEach((domain, key) -> {
                key.setKeyId("of " + domain);
                settings.put(KEYS + domain, json(key, JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
                requesters
                        .putObject(domain)
                        .putArray("publicKey")
                        .add(Json.parse(json(key, JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                                .getBytes(StandardCharsets.UTF_8)));
            });
            Path file = Files.createTempFile(Path.of("target"), "requesters", ".json");
            Files.writeString(file, requesters.toString());
            settings.put("tern.deletion.domain", DOMAIN);
            settings.put("tern.deletion.requesters", file.toString());
            settings.put(
                    "tern.deletion.key",
                    json(
                            EcJwkGenerator.generateJwk(EllipticCurves.P256),
                            JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            return settings;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(JsonWebKey key, JsonWebKey.OutputControlLevel level) {
        return key.toJson(level);
    }

    @Override
    public void stop() {}

    /** The private key of a partner. */
    static PublicJsonWebKey key(String domain) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(
                    ConfigProvider.getConfig().getValue(KEYS + domain, String.class));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
