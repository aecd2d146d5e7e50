package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the Dockerfiles to the manifests and to the tree. */
class ImagesTest {
    /** What the build needs of the tree. */
    private static final List<String> SOURCES = List.of("mvnw", ".mvn", "pom.xml", "openapi", "src/main");

    /** The instructions of the last stage, each on one line. */
    private static List<String> image(String dockerfile) throws IOException {
        List<String> all = Files.readString(Path.of("src/main/docker", dockerfile))
                .replace("\\\n", "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        int last = all.indexOf(
                all.stream().filter(line -> line.startsWith("FROM")).toList().getLast());
        return all.subList(last, all.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void runsAsTheUserOfTheManifestsOnTheirPorts(String dockerfile) throws IOException {
        List<String> image = image(dockerfile);
        Pods pods = Overlay.named("prod").ofTern().getFirst();

        assertTrue(image.contains("USER 10001:10001"), image.toString());
        assertTrue(image.contains("EXPOSE 8080 9000"), image.toString());
        assertTrue(image.indexOf("USER 10001:10001") > indexOf(image, "RUN"), "what is run as root comes before");
        assertEquals(10_001, pods.spec().getSecurityContext().getRunAsUser());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void saysWhatItIsAndHoldsNoSecret(String dockerfile) throws IOException {
        List<String> image = image(dockerfile);

        assertTrue(image.stream().anyMatch(line -> line.contains("org.opencontainers.image.title=\"Tern\"")));
        assertTrue(image.stream().anyMatch(line -> line.endsWith(" sbom.json")), "the bill of materials");
        assertFalse(image.stream().anyMatch(line -> line.startsWith("ENV") || line.startsWith("ARG")));
    }

    @Test
    void isBuiltOfTheSourcesAndNothingElse() throws IOException {
        List<String> context = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertEquals(
                Stream.concat(Stream.of("*"), SOURCES.stream().map(source -> "!" + source))
                        .toList(),
                context);
        for (String source : SOURCES) {
            assertTrue(Files.exists(Path.of(source)), source);
        }
    }

    private static int indexOf(List<String> image, String instruction) {
        return image.lastIndexOf(image.stream()
                .filter(line -> line.startsWith(instruction))
                .toList()
                .getLast());
    }
}
