package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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
        try (Stream<Path> files = Files.walk(libraries())) {
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

    /** Of the package, or of what an executable was built from. */
    private static Path libraries() throws IOException {
        if (Files.exists(Packaged.APPLICATION)) {
            return Packaged.APPLICATION;
        }
        return inTarget("*-native-image-source-jar");
    }

    /** What was looked at for development, but does not lie in the package, has no place in it. */
    @Test
    void comesWithABillOfMaterials() throws IOException {
        JsonNode bill = new JsonMapper().readTree(inTarget("*-cyclonedx.json").toFile());
        List<String> inThePackage = bill.path("components")
                .valueStream()
                .filter(component ->
                        component.at("/evidence/occurrences/0/location").isTextual())
                .map(component -> component.path("purl").textValue())
                .toList();

        assertEquals("CycloneDX", bill.path("bomFormat").textValue());
        assertTrue(inThePackage.stream().anyMatch(purl -> purl.contains("/re2j@")), inThePackage.toString());
        assertFalse(inThePackage.stream().anyMatch(purl -> purl.contains("/embedded-")), inThePackage.toString());
    }

    private static Path inTarget(String name) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), name)) {
            return found.iterator().next();
        }
    }
}
