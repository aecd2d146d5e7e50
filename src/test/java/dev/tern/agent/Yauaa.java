package dev.tern.agent;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Stream;

/** The files of Yauaa, read in full: tables, and examples of user agents with what they are. */
final class Yauaa {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Yauaa() {}

    /** The user agents of a file's examples that are of one of these classes. */
    static Stream<String> examples(String file, Set<String> agentClasses) throws IOException {
        return items(file, "test")
                .filter(test -> agentClasses.contains(
                        test.path("expected").path("AgentClass").asText()))
                .map(test -> test.path("input"))
                .map(input -> input.path("user_agent_string")
                        .asText(input.path("User-Agent").asText("")))
                .filter(userAgent -> !userAgent.isEmpty());
    }

    /** The items of a kind. */
    static Stream<JsonNode> items(String file, String kind) throws IOException {
        try (InputStream yaml = requireNonNull(Yauaa.class.getResourceAsStream("/UserAgents/" + file), file)) {
            return YAML.readTree(yaml)
                    .required("config")
                    .valueStream()
                    .map(item -> item.path(kind))
                    .filter(JsonNode::isObject);
        }
    }
}
