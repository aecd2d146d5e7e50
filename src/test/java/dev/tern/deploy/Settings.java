package dev.tern.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.flyway.runtime.FlywayRuntimeConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.runtime.init.InitRuntimeConfig;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Tern reads of its environment, by the mappings that it reads it with. */
final class Settings {
    private static final List<Class<?>> OF_TERN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.tern").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();
    private static final List<Class<?>> OF_QUARKUS = List.of(
            RedisConfig.class,
            DataSourcesRuntimeConfig.class,
            DataSourcesJdbcRuntimeConfig.class,
            FlywayRuntimeConfig.class,
            InitRuntimeConfig.class,
            ShutdownConfig.class);

    private Settings() {}

    /** The names of all variables that a pod may be given. */
    static Set<String> variables() {
        return Stream.concat(OF_TERN.stream(), OF_QUARKUS.stream())
                .map(ConfigClass::configClass)
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .map(property -> property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The settings of production in such pods. */
    static SmallRyeConfig of(Pods pods) {
        try {
            var properties =
                    Path.of("src/main/resources/application.properties").toUri().toURL();
            var builder = new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                            new PropertiesConfigSource(properties, 250), new EnvConfigSource(pods.environment(), 300))
                    .withDefaultValue("quarkus.http.port", "8080")
                    .withValidateUnknown(false);
            OF_TERN.forEach(builder::withMapping);
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
