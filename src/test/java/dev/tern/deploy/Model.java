package dev.tern.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** The Kubernetes model of the Fabric8 client, without its tolerance: what the model has no field for is an error. */
final class Model {
    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    private Model() {}

    /** Of the External Secrets Operator, whose model is not Fabric8's: the fields that Tern's manifests use. */
    @Group("external-secrets.io")
    @Version("v1")
    static final class ExternalSecret extends CustomResource<ExternalSecret.Spec, Void> {
        private static final long serialVersionUID = 1;

        record Spec(String refreshInterval, Store secretStoreRef, Target target, List<Entry> data) {}

        record Store(String kind, String name) {}

        record Target(String name) {}

        record Entry(String secretKey, Remote remoteRef) {}

        record Remote(String key, String property) {}
    }

    /** @throws JsonProcessingException where the object has a field that its kind has not, or a value of another type */
    static HasMetadata read(JsonNode object) throws JsonProcessingException {
        return STRICT.treeToValue(object, type(object).asSubclass(HasMetadata.class));
    }

    /** The JSON of what {@link #read} gave. */
    static JsonNode write(HasMetadata object) throws JsonProcessingException {
        return STRICT.readTree(STRICT.writeValueAsString(object));
    }

    private static Class<?> type(JsonNode object) {
        String apiVersion = object.get("apiVersion").textValue();
        String kind = object.get("kind").textValue();
        if (apiVersion.equals(HasMetadata.getApiVersion(ExternalSecret.class))
                && kind.equals(HasMetadata.getKind(ExternalSecret.class))) {
            return ExternalSecret.class;
        }
        Class<?> known = KINDS.getRegisteredKubernetesResource(apiVersion, kind);
        if (known == null) {
            throw new IllegalArgumentException("no kind " + apiVersion + " " + kind);
        }
        return known;
    }
}
