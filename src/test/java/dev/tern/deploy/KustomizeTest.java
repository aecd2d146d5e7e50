package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What stands in for {@code kubectl kustomize} renders as that does, where it is there to compare. */
class KustomizeTest {
    private static Map<String, ObjectNode> byName(List<ObjectNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(
                        object -> object.get("kind").textValue() + " "
                                + object.at("/metadata/name").textValue(),
                        Function.identity(),
                        (one, other) -> {
                            throw new AssertionError("twice: " + one);
                        },
                        TreeMap::new));
    }

    @TestFactory
    Stream<DynamicTest> rendersAsKubectlDoes() {
        return Overlay.kubectl().stream().flatMap(kubectl -> Overlay.paths()
                .map(folder -> dynamicTest(folder.toString(), () -> {
                    Map<String, ObjectNode> expected = byName(Overlay.renderBy(kubectl, folder));

                    Map<String, ObjectNode> rendered = byName(Kustomize.render(folder));

                    assertEquals(expected.keySet(), rendered.keySet());
                    expected.forEach((name, object) -> assertEquals(object, rendered.get(name), name));
                })));
    }

    @Test
    void refusesWhatItDoesNotKnow(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "kind: Kustomization\nnamePrefix: my-\n");

        var refused = assertThrows(UncheckedIOException.class, () -> Kustomize.render(folder));

        assertTrue(refused.getMessage().contains("namePrefix"), refused.getMessage());
    }
}
