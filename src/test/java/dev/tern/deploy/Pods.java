package dev.tern.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Pods that are alike, of one container each. */
record Pods(Overlay overlay, String name, Map<String, String> labels, PodSpec spec) {
    Container container() {
        if (spec.getContainers().size() != 1) {
            throw new AssertionError(name + " has another number of containers than one");
        }
        return spec.getContainers().getFirst();
    }

    /** What the container finds in its environment; of a secret, its key stands for the value. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (var from : container().getEnvFrom()) {
            environment.putAll(overlay.configMap(from.getConfigMapRef().getName()));
        }
        for (EnvVar variable : container().getEnv()) {
            environment.put(variable.getName(), value(variable));
        }
        return environment;
    }

    private String value(EnvVar variable) {
        var from = variable.getValueFrom();
        if (from == null) {
            return variable.getValue();
        }
        if (from.getConfigMapKeyRef() != null) {
            var ref = from.getConfigMapKeyRef();
            return Objects.requireNonNull(overlay.configMap(ref.getName()).get(ref.getKey()), ref.getKey());
        }
        return from.getSecretKeyRef().getKey();
    }

    /** The keys of Secrets that the container asks for. */
    List<SecretKeySelector> secrets() {
        return container().getEnv().stream()
                .map(EnvVar::getValueFrom)
                .filter(Objects::nonNull)
                .map(from -> from.getSecretKeyRef())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The number of a port that is named or is a number; empty if the container does not open it. */
    OptionalInt port(IntOrString port) {
        return container().getPorts().stream()
                .filter(open -> open.getName().equals(port.getStrVal())
                        || open.getContainerPort().equals(port.getIntVal()))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst();
    }

    boolean areSelectedBy(LabelSelector selector) {
        return areSelectedBy(selector.getMatchLabels())
                && selector.getMatchExpressions().stream().allMatch(this::meet);
    }

    boolean areSelectedBy(Map<String, String> pairs) {
        return labels.entrySet().containsAll(pairs.entrySet());
    }

    private boolean meet(LabelSelectorRequirement requirement) {
        if (!requirement.getOperator().equals("In")) {
            throw new UnsupportedOperationException(requirement.getOperator());
        }
        return requirement.getValues().contains(labels.get(requirement.getKey()));
    }

    @Override
    public String toString() {
        return overlay + "/" + name;
    }
}
