package dev.tern.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Renders kustomizations as {@code kubectl kustomize} does, where that is missing. It knows what those of Tern use: resources,
 * components, a namespace, labels with their selectors, JSON patches (RFC 6902) and images; anything else is an error.
 */
final class Kustomize {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Kustomize() {}

    record Kustomization(
            String apiVersion,
            String kind,
            List<String> resources,
            List<String> components,
            String namespace,
            List<Labels> labels,
            List<Patch> patches,
            List<Image> images) {
        Kustomization {
            resources = Objects.requireNonNullElse(resources, List.of());
            components = Objects.requireNonNullElse(components, List.of());
            labels = Objects.requireNonNullElse(labels, List.of());
            patches = Objects.requireNonNullElse(patches, List.of());
            images = Objects.requireNonNullElse(images, List.of());
        }
    }

    record Labels(Map<String, String> pairs, boolean includeSelectors) {}

    record Patch(Target target, String patch) {}

    record Target(String kind, String name) {
        boolean has(ObjectNode object) {
            return (kind == null || object.get("kind").textValue().matches(kind))
                    && (name == null || object.at("/metadata/name").textValue().matches(name));
        }
    }

    record Image(String name, String newName, String newTag) {
        String rename(String image) {
            return image.equals(name) ? newName + ":" + newTag : image;
        }
    }

    /** The objects of a folder that holds a {@code kustomization.yaml}. */
    static List<ObjectNode> render(Path folder) {
        return render(folder, List.of());
    }

    private static List<ObjectNode> render(Path folder, List<ObjectNode> before) {
        try {
            var kustomization =
                    YAML.readValue(folder.resolve("kustomization.yaml").toFile(), Kustomization.class);
            List<ObjectNode> objects = new ArrayList<>(before);
            for (String resource : kustomization.resources()) {
                Path path = folder.resolve(resource);
                objects.addAll(Files.isDirectory(path) ? render(path, List.of()) : read(path));
            }
            for (String component : kustomization.components()) {
                objects = render(folder.resolve(component), objects);
            }
            for (Patch patch : kustomization.patches()) {
                JsonNode operations = YAML.readTree(patch.patch());
                objects.replaceAll(object -> patch.target().has(object) ? patched(object, operations) : object);
            }
            for (ObjectNode object : objects) {
                if (kustomization.namespace() != null
                        && !object.get("kind").textValue().equals("Namespace")) {
                    object.withObject("/metadata").put("namespace", kustomization.namespace());
                }
                kustomization.labels().forEach(labels -> label(object, labels));
                kustomization.images().forEach(image -> rename(object, image));
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a text or a file of YAML. */
    static List<ObjectNode> read(String yaml) throws IOException {
        return YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml).readAll();
    }

    private static List<ObjectNode> read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    private static ObjectNode patched(ObjectNode object, JsonNode operations) {
        return (ObjectNode) JsonPatch.apply(operations, object);
    }

    private static void label(ObjectNode object, Labels labels) {
        put(labels, object.withObject("/metadata/labels"));
        if (labels.includeSelectors()) {
            String kind = object.get("kind").textValue();
            switch (kind) {
                case "Service" -> put(labels, object.withObject("/spec/selector"));
                case "PodDisruptionBudget" -> put(labels, object.withObject("/spec/selector/matchLabels"));
                case "Deployment" -> {
                    put(labels, object.withObject("/spec/selector/matchLabels"));
                    put(labels, object.withObject("/spec/template/metadata/labels"));
                    for (JsonNode constraint : object.at("/spec/template/spec/topologySpreadConstraints")) {
                        put(labels, (ObjectNode) constraint.at("/labelSelector/matchLabels"));
                    }
                }
                case "HorizontalPodAutoscaler" -> {}
                default -> throw new UnsupportedOperationException("selectors of " + kind);
            }
        }
    }

    private static void put(Labels labels, ObjectNode into) {
        labels.pairs().forEach(into::put);
    }

    private static void rename(ObjectNode object, Image image) {
        for (JsonNode containers : object.findValues("containers")) {
            for (JsonNode container : containers) {
                ((ObjectNode) container)
                        .put("image", image.rename(container.get("image").textValue()));
            }
        }
    }
}
