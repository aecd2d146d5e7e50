package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, started as production starts it. */
class PackagedIT {
    private final Path folder;

    PackagedIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Run(int exit, String output) {}

    /** Runs it until it ends by itself. */
    private Run run(Map<String, String> environment) throws IOException, InterruptedException {
        try (Packaged packaged = Packaged.start(folder, environment)) {
            return new Run(packaged.exit(), packaged.output());
        }
    }

    @Test
    void refusesToStartWithoutItsSecrets() throws IOException, InterruptedException {
        Run none = run(Map.of());
        Run half = run(Map.of("TERN_ADMIN_KEY", "an-admin-key-of-more-than-32-characters"));
        Run known = run(Map.of("TERN_ADMIN_KEY", "development-admin-key", "TERN_COOKIE_SECRETS", "a-secret"));

        for (Run run : List.of(none, half, known)) {
            assertNotEquals(0, run.exit());
        }
        assertTrue(none.output().contains("set TERN_ADMIN_KEY and TERN_COOKIE_SECRETS"), none.output());
        assertTrue(half.output().contains("set TERN_COOKIE_SECRETS"), half.output());
        assertTrue(known.output().contains("set TERN_ADMIN_KEY"), known.output());
    }

    @Test
    void holdsNoEmbeddedEngine() throws IOException {
        try (Stream<Path> files = Files.walk(Packaged.APPLICATION)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();

            assertTrue(
                    names.stream().anyMatch(name -> name.startsWith("org.postgresql.postgresql")),
                    "the driver is in it");
            assertFalse(names.stream().anyMatch(name -> name.contains("embedded")), "engines in the package");
            assertEquals(
                    0, names.stream().filter(name -> name.contains("zonky")).count());
        }
    }
}
