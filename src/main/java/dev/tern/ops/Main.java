package dev.tern.ops;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The way in. Where the build says {@code engines=embedded}, as in development, Tern brings its own engines. */
@QuarkusMain
public final class Main {
    private static final String ENGINES = "engines";
    private static final String EMBEDDED = "embedded";
    private static final String RUNNING = "running";

    /** The pixel answers its image to them; everything else refuses them itself, by {@code problem/RequestLimits}. */
    private static final String LET_MALFORMED_ADDRESSES_IN = "vertx.disableURIValidation";

    private Main() {}

    public static void main(String... args) {
        System.setProperty(LET_MALFORMED_ADDRESSES_IN, "true");
        if (EMBEDDED.equals(System.getProperty(ENGINES))) {
            startEngines();
        }
        Quarkus.run(args);
    }

    /** Once a JVM: a live reload comes through {@link #main} again, and finds the engines and their settings. */
    private static void startEngines() {
        try {
            EmbeddedEngines engines = EmbeddedEngines.start(Path.of(".tern"));
            engines.settings().forEach(System::setProperty);
            System.setProperty(ENGINES, RUNNING);
            Runtime.getRuntime().addShutdownHook(new Thread(engines::stop, "engines-stop"));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL and Redis did not start", e);
        }
    }
}
