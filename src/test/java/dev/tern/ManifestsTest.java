package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tern.access.AccessConfig;
import dev.tern.identity.IdentityConfig;
import dev.tern.recording.JournalConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code k8s/base} to the settings that Tern reads. */
class ManifestsTest {
    private static final JsonNode POD = read("deployment.yaml").at("/spec/template/spec");
    private static final JsonNode TERN = POD.at("/containers/0");
    private static final JsonNode SERVICE = read("service.yaml");
    private static final JsonNode CONFIG_MAP = read("configmap.yaml");
    private static final JsonNode KUSTOMIZATION = read("kustomization.yaml");

    private static JsonNode read(String file) {
        try {
            return new YAMLMapper().readTree(Path.of("k8s/base", file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static JsonNode named(JsonNode list, String name) {
        return items(list).stream()
                .filter(item -> item.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    /** The settings of production with these variables, as Tern itself reads them. */
    private static SmallRyeConfig settings(Map<String, String> environment) throws IOException {
        var properties =
                Path.of("src/main/resources/application.properties").toUri().toURL();
        return new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, 250), new EnvConfigSource(environment, 300))
                .withDefaultValue("quarkus.http.port", "8080")
                .withDefaultValue("quarkus.management.root-path", "/q")
                .withDefaultValue("quarkus.smallrye-health.root-path", "health")
                .withMapping(AccessConfig.class)
                .withMapping(IdentityConfig.class)
                .withMapping(JournalConfig.class)
                .withValidateUnknown(false)
                .build();
    }

    private static String text(SmallRyeConfig settings, String property) {
        return settings.getValue(property, String.class);
    }

    /** The container's variables, each with its own name for a value. */
    private static Map<String, String> variables() {
        return items(TERN.at("/env")).stream()
                .map(variable -> variable.get("name").textValue())
                .collect(Collectors.toMap(name -> name, name -> name));
    }

    @ParameterizedTest
    @CsvSource({"http, quarkus.http.port", "management, quarkus.management.port"})
    void opensThePortsThatTernListensOn(String port, String property) throws IOException {
        SmallRyeConfig settings = settings(Map.of());

        int open = named(TERN.at("/ports"), port).get("containerPort").intValue();

        assertEquals(settings.getValue(property, Integer.class), open);
    }

    @Test
    void leadsTheServiceToTheApiAlone() {
        List<String> targets = items(SERVICE.at("/spec/ports")).stream()
                .map(port -> port.get("targetPort").textValue())
                .toList();

        assertEquals(List.of("http"), targets);
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, started", "livenessProbe, live", "readinessProbe, ready"})
    void asksForHealthWhereTernAnswers(String probe, String question) throws IOException {
        SmallRyeConfig settings = settings(Map.of());
        String health = text(settings, "quarkus.management.root-path") + "/"
                + text(settings, "quarkus.smallrye-health.root-path");

        JsonNode get = TERN.at("/" + probe + "/httpGet");

        assertEquals("management", get.get("port").textValue());
        assertEquals(health + "/" + question, get.get("path").textValue());
    }

    @Test
    void namesTheVariablesAsTernReadsThem() throws IOException {
        SmallRyeConfig settings = settings(variables());

        assertEquals("QUARKUS_REDIS_HOSTS", text(settings, "quarkus.redis.hosts"));
        assertEquals("QUARKUS_DATASOURCE_JDBC_URL", text(settings, "quarkus.datasource.jdbc.url"));
        assertEquals("QUARKUS_DATASOURCE_USERNAME", text(settings, "quarkus.datasource.username"));
        assertEquals("QUARKUS_DATASOURCE_PASSWORD", text(settings, "quarkus.datasource.password"));
        assertEquals(
                Optional.of("TERN_ADMIN_KEY"),
                settings.getConfigMapping(AccessConfig.class).adminKey());
        assertEquals(
                Optional.of(List.of("TERN_COOKIE_SECRETS")),
                settings.getConfigMapping(IdentityConfig.class).secrets());
        assertEquals(
                Optional.of(Path.of("TERN_JOURNAL_DIRECTORY")),
                settings.getConfigMapping(JournalConfig.class).directory());
        assertEquals(7, variables().size());
    }

    @Test
    void takesEveryVariableByReference() {
        for (JsonNode variable : items(TERN.at("/env"))) {
            String name = variable.get("name").textValue();
            JsonNode inConfigMap = variable.at("/valueFrom/configMapKeyRef");
            JsonNode inSecret = variable.at("/valueFrom/secretKeyRef");

            assertEquals(CONFIG_MAP.get("data").has(name), inConfigMap.isObject(), name);
            assertTrue(inConfigMap.isObject() ^ inSecret.isObject(), name);
            assertEquals(name, variable.at("/valueFrom").findValue("key").textValue());
            assertEquals("tern", variable.at("/valueFrom").findValue("name").textValue(), name);
        }
    }

    @Test
    void mountsAVolumeForTheJournalThatHoldsIt() throws IOException {
        String directory = CONFIG_MAP.at("/data/TERN_JOURNAL_DIRECTORY").textValue();
        long journalMebibytes =
                settings(Map.of()).getConfigMapping(JournalConfig.class).size().asLongValue() >> 20;

        JsonNode mount = named(TERN.at("/volumeMounts"), "journal");
        String limit =
                named(POD.at("/volumes"), "journal").at("/emptyDir/sizeLimit").textValue();

        assertEquals(directory, mount.get("mountPath").textValue());
        assertTrue(journalMebibytes < Integer.parseInt(limit.replace("Mi", "")), limit);
    }

    @Test
    void leavesTheContainerNothingThatTernDoesNotNeed() {
        JsonNode security = TERN.get("securityContext");

        assertTrue(POD.at("/securityContext/runAsNonRoot").booleanValue());
        assertEquals(
                "RuntimeDefault", POD.at("/securityContext/seccompProfile/type").textValue());
        assertTrue(security.get("readOnlyRootFilesystem").booleanValue());
        assertFalse(security.get("allowPrivilegeEscalation").booleanValue());
        assertEquals("ALL", security.at("/capabilities/drop/0").textValue());
        assertEquals(TERN.at("/resources/requests/memory"), TERN.at("/resources/limits/memory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "service.yaml", "configmap.yaml"})
    void deploysEachFile(String file) {
        List<String> resources = items(KUSTOMIZATION.get("resources")).stream()
                .map(JsonNode::textValue)
                .toList();

        assertTrue(resources.contains(file), file);
    }
}
