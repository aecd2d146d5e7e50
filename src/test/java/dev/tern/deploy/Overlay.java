package dev.tern.deploy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An overlay of {@code k8s/overlays}, rendered by {@code kubectl} where it is on the path, and read strictly. */
record Overlay(String name, List<HasMetadata> objects) {
    private static final List<Path> FOLDERS = folders();
    private static final List<Overlay> ALL = FOLDERS.stream().map(Overlay::read).toList();

    static Stream<Overlay> all() {
        return ALL.stream();
    }

    static Overlay named(String name) {
        return all().filter(overlay -> overlay.name().equals(name)).findFirst().orElseThrow();
    }

    static Stream<Path> paths() {
        return FOLDERS.stream();
    }

    static Optional<Path> kubectl() {
        return Stream.of(requireNonNull(System.getenv("PATH")).split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static List<ObjectNode> renderBy(Path kubectl, Path folder) {
        try {
            Process process = new ProcessBuilder(kubectl.toString(), "kustomize", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String rendered;
            try (var output = process.inputReader()) {
                rendered = output.readAllAsString();
            }
            if (process.waitFor() != 0) {
                throw new AssertionError("kubectl does not render " + folder);
            }
            return Kustomize.read(rendered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<ObjectNode> render(Path folder) {
        return kubectl().map(kubectl -> renderBy(kubectl, folder)).orElseGet(() -> Kustomize.render(folder));
    }

    private static List<Path> folders() {
        try (Stream<Path> overlays = Files.list(Path.of("k8s/overlays"))) {
            return overlays.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Overlay read(Path folder) {
        return new Overlay(
                folder.getFileName().toString(),
                render(folder).stream().map(Overlay::read).toList());
    }

    private static HasMetadata read(ObjectNode object) {
        try {
            return Model.read(object);
        } catch (JsonProcessingException e) {
            throw new AssertionError(object.get("kind") + " " + object.at("/metadata/name"), e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String object) {
        return all(kind).stream()
                .filter(each -> each.getMetadata().getName().equals(object))
                .findFirst();
    }

    <T extends HasMetadata> T get(Class<T> kind, String object) {
        return find(kind, object)
                .orElseThrow(() -> new AssertionError(name + " has no " + kind.getSimpleName() + " " + object));
    }

    /** The pods of each Deployment and Job. */
    List<Pods> pods() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(each -> pods(each, each.getSpec().getTemplate())),
                        all(Job.class).stream()
                                .map(each -> pods(each, each.getSpec().getTemplate())))
                .toList();
    }

    Pods pods(String of) {
        return pods().stream()
                .filter(pods -> pods.name().equals(of))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no pods " + of));
    }

    /** Those that run Tern, for good or to migrate. */
    List<Pods> ofTern() {
        return pods().stream()
                .filter(pods -> "tern".equals(pods.labels().get("app.kubernetes.io/name")))
                .toList();
    }

    /** Those that run Tern for good. */
    List<Pods> serving() {
        return ofTern().stream()
                .filter(pods -> find(Deployment.class, pods.name()).isPresent())
                .toList();
    }

    private Pods pods(HasMetadata owner, PodTemplateSpec template) {
        return new Pods(
                this, owner.getMetadata().getName(), template.getMetadata().getLabels(), template.getSpec());
    }

    Map<String, String> configMap(String object) {
        return get(ConfigMap.class, object).getData();
    }

    /** The keys of a Secret, whoever brings it. */
    Set<String> secretKeys(String object) {
        return find(Secret.class, object)
                .map(secret -> secret.getStringData().keySet())
                .orElseGet(() -> get(Model.ExternalSecret.class, object).getSpec().data().stream()
                        .map(Model.ExternalSecret.Entry::secretKey)
                        .collect(Collectors.toSet()));
    }

    @Override
    public String toString() {
        return name;
    }
}
