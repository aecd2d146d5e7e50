package dev.tern.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object of every overlay is one that Kubernetes knows, down to the last field. */
class ModelTest {
    /** Whose keys anybody may choose. */
    private static final Set<String> FREE =
            Set.of("labels", "annotations", "matchLabels", "data", "stringData", "requests", "limits");

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#paths")
    void readsEveryFieldAndLosesNone(Path folder) throws JsonProcessingException {
        for (ObjectNode object : Overlay.render(folder)) {
            JsonNode read = Model.write(Model.read(object));

            assertEquals(object, read);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tern.deploy.Overlay#paths")
    void refusesAMisspeltFieldWhereverItStands(Path folder) {
        for (ObjectNode object : Overlay.render(folder)) {
            for (ObjectNode part : partsOf(object)) {
                part.put("misspelt", 1);

                assertThrows(UnrecognizedPropertyException.class, () -> Model.read(object), object::toString);

                part.remove("misspelt");
            }
        }
    }

    private static List<ObjectNode> partsOf(ObjectNode object) {
        List<ObjectNode> parts = new ArrayList<>();
        addParts(object, parts, object.get("kind").textValue());
        return parts;
    }

    private static void addParts(JsonNode node, List<ObjectNode> parts, String kind) {
        if (node instanceof ObjectNode object) {
            parts.add(object);
        }
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            addParts(element, parts, kind);
        }
        node.properties().forEach(field -> {
            boolean free = FREE.contains(field.getKey())
                    || (kind.equals("Service") && field.getKey().equals("selector"));
            if (!free || field.getValue().isArray()) {
                addParts(field.getValue(), parts, kind);
            }
        });
    }
}
