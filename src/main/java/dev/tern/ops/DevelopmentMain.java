package dev.tern.ops;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The way in of development, where Tern brings its own engines. Nothing else leads to them, so an executable does not ask for their jars. */
@QuarkusMain(name = "development")
public final class DevelopmentMain {
    private static final String RUNNING = "engines.running";

    DevelopmentMain() {}

    public static void main(String... args) {
        if (!Boolean.getBoolean(RUNNING)) {
            startEngines();
        }
        Main.main(args);
    }

    /** Once a JVM: a live reload comes through {@link #main} again, and finds the engines and their settings. */
    private static void startEngines() {
        try {
            EmbeddedEngines engines = EmbeddedEngines.start(Path.of(".tern"));
            engines.settings().forEach(System::setProperty);
            System.setProperty(RUNNING, "true");
            Runtime.getRuntime().addShutdownHook(new Thread(engines::stop, "engines-stop"));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL and Redis did not start", e);
        }
    }
}
