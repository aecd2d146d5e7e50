package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.sql.SqlConfig;
import dev.tern.surface.Surface;
import dev.tern.surface.SurfacesConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods are told what Tern reads, by the names that it reads it by. */
class SettingsTest {
    static Stream<Pods> ofTern() {
        return Overlay.all().flatMap(overlay -> overlay.ofTern().stream());
    }

    @ParameterizedTest
    @MethodSource("ofTern")
    void areReadByTern(Pods pods) {
        Set<String> unread = new TreeSet<>(pods.environment().keySet());

        unread.removeAll(Settings.variables());

        assertEquals(Set.of(), unread);
    }

    @ParameterizedTest
    @MethodSource("ofTern")
    void takeSecretsByReferenceAndUnderTheirOwnNames(Pods pods) {
        for (EnvVar variable : pods.container().getEnv()) {
            String name = variable.getName();
            boolean secret = name.matches(".*(PASSWORD|USERNAME|KEY|SECRETS)");

            assertEquals(secret, variable.getValueFrom() != null && inSecret(variable) != null, name);
            if (secret) {
                assertEquals(name, inSecret(variable).getKey());
            }
        }
        pods.overlay().configMap("tern").forEach((name, value) -> {
            assertFalse(name.matches(".*(PASSWORD|USERNAME|KEY|SECRETS)"), name);
            assertFalse(value.contains("@") || value.contains("password="), name);
        });
    }

    private static SecretKeySelector inSecret(EnvVar variable) {
        return variable.getValueFrom().getSecretKeyRef();
    }

    @ParameterizedTest
    @CsvSource({
        "tern-collector, QUARKUS_REDIS_PASSWORD TERN_ADMIN_KEY TERN_COOKIE_SECRETS",
        "tern-query, QUARKUS_DATASOURCE_PASSWORD QUARKUS_DATASOURCE_USERNAME QUARKUS_REDIS_PASSWORD TERN_ADMIN_KEY TERN_COOKIE_SECRETS",
        "tern-migration, QUARKUS_DATASOURCE_PASSWORD QUARKUS_DATASOURCE_USERNAME"
    })
    void giveEachPartTheSecretsOfItsWorkAlone(String name, String keys) {
        Overlay.all().forEach(overlay -> {
            List<String> given = overlay.pods(name).secrets().stream()
                    .map(SecretKeySelector::getKey)
                    .sorted()
                    .toList();

            assertEquals(List.of(keys.split(" ", -1)), given, overlay.name());
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void leaveTheSchemaToTheMigration(Overlay overlay) {
        Map<String, String> migration = overlay.pods("tern-migration").environment();

        assertEquals("true", migration.get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertEquals("true", migration.get("QUARKUS_INIT_AND_EXIT"));
        for (Pods pods : overlay.serving()) {
            assertFalse(Settings.of(pods).getConfigMapping(SqlConfig.class).migrate());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#all")
    void serveEverySurfaceOnce(Overlay overlay) {
        List<Surface> served = overlay.serving().stream()
                .flatMap(pods -> Settings.of(pods).getConfigMapping(SurfacesConfig.class).surfaces().stream())
                .sorted()
                .toList();

        assertEquals(List.of(Surface.values()), served);
    }

    @ParameterizedTest
    @MethodSource("ofTern")
    void pointToRedisAsItIsRun(Pods pods) {
        var environment = pods.environment();
        List<String> hosts =
                List.of(environment.getOrDefault("QUARKUS_REDIS_HOSTS", "").split(",", -1));

        boolean cluster = "cluster".equals(environment.get("QUARKUS_REDIS_CLIENT_TYPE"));

        assertEquals(cluster, hosts.size() > 1);
        assertTrue(!cluster || hosts.stream().allMatch(host -> host.startsWith("rediss://")), hosts::toString);
    }
}
