package dev.tern.deletion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills it
class ParticipationTest {
    @TempDir
    Path folder;

    /** The settings. */
    private record Settings(Optional<String> domain, Optional<String> key, Optional<Path> requesters)
            implements DeletionConfig {}

    @Test
    void takesNoRequestsUntilEverythingIsSet() throws JoseException, IOException {
        Optional<String> domain = Optional.of("Tern.example");
        Optional<String> key = Optional.of(curve().toJson(OutputControlLevel.INCLUDE_PRIVATE));
        Optional<Path> file = Optional.of(requesters(named(curve()).toJson()));

        assertTrue(Participation.of(new Settings(Optional.empty(), Optional.empty(), Optional.empty()))
                .isEmpty());
        assertTrue(Participation.of(new Settings(Optional.empty(), key, file)).isEmpty());
        assertTrue(
                Participation.of(new Settings(domain, Optional.empty(), file)).isEmpty());
        assertTrue(Participation.of(new Settings(domain, key, Optional.empty())).isEmpty());
        assertEquals(
                "tern.example",
                Participation.of(new Settings(domain, key, file)).orElseThrow().domain());
    }

    @Test
    void doesNotStartWithAKeyThatCantSignAndDoesNotSayIt() throws JoseException, IOException {
        String tooShort = RsaJwkGenerator.generateJwk(1024).toJson(OutputControlLevel.INCLUDE_PRIVATE);
        String otherCurve = EcJwkGenerator.generateJwk(EllipticCurves.P384).toJson(OutputControlLevel.INCLUDE_PRIVATE);
        String shared = OctJwkGenerator.generateJwk(256).toJson(OutputControlLevel.INCLUDE_SYMMETRIC);
        Path file = requesters(named(curve()).toJson());

        for (String key : new String[] {"secret", "{\"secret\": 1}", tooShort, otherCurve, shared, curve().toJson()}) {
            var settings = new Settings(Optional.of("tern.example"), Optional.of(key), Optional.of(file));
            var refusal = assertThrows(ConfigurationException.class, () -> Participation.of(settings), key);
            assertEquals("TERN_DELETION_KEY is no private JSON Web Key on P-256 or of RSA", refusal.getMessage());
            assertNull(refusal.getCause());
        }
    }

    @Test
    void publishesNothingPrivate() throws JoseException, IOException {
        JsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        var settings = new Settings(
                Optional.of("tern.example"),
                Optional.of(key.toJson(OutputControlLevel.INCLUDE_PRIVATE)),
                Optional.of(requesters(named(curve()).toJson())));

        String document = Participation.of(settings).orElseThrow().document();

        assertTrue(document.contains("\"alg\":\"RS256\""), document);
        for (String part : new String[] {"\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\""}) {
            assertFalse(document.contains(part), part);
        }
    }

    @Test
    void doesNotStartWithRequestersWhoseKeysProveNothing() throws JoseException, IOException {
        String nameless = curve().toJson();
        String shared = OctJwkGenerator.generateJwk(256).toJson(OutputControlLevel.INCLUDE_SYMMETRIC);
        String leaked = named(curve()).toJson(OutputControlLevel.INCLUDE_PRIVATE);
        JsonWebKey forOthers = named(curve());
        forOthers.setAlgorithm("ES512");

        for (String key : new String[] {"", nameless, shared, leaked, forOthers.toJson()}) {
            Path file = requesters(key);
            assertThrows(ConfigurationException.class, () -> Requesters.read(file), key);
        }
        assertThrows(ConfigurationException.class, () -> Requesters.read(folder.resolve("nowhere")));
        Path broken = Files.writeString(folder.resolve("broken"), "{");
        assertThrows(ConfigurationException.class, () -> Requesters.read(broken));
    }

    private static JsonWebKey curve() throws JoseException {
        return EcJwkGenerator.generateJwk(EllipticCurves.P256);
    }

    private static JsonWebKey named(JsonWebKey key) {
        key.setKeyId("1");
        return key;
    }

    private Path requesters(String key) throws IOException {
        return Files.writeString(
                folder.resolve("requesters.json"), "{\"shop.example\": {\"publicKey\": [%s]}}".formatted(key));
    }
}
