package dev.tern.ops;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Points the service under test at engines of its own, empty at the start. */
public final class Engines implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedEngines engines;

    @Override
    public Map<String, String> start() {
        try {
            engines = EmbeddedEngines.start(Files.createTempDirectory(Path.of("target"), "engines"));
            Map<String, String> settings = new HashMap<>(engines.settings());
            settings.put("quarkus.management.port", Integer.toString(EmbeddedEngines.freePort()));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (engines != null) {
            engines.stop();
        }
    }
}
