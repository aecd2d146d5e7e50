package dev.tern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.tern.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The file {@code openapi/openapi.yaml}: the operations that it promises, and what is wrong with a value by its schemas. */
final class Contract {
    private static final Path FILE = Path.of("openapi/openapi.yaml");
    private static final String ID = "https://tern.example/openapi";

    /** That of OpenAPI 3.1; what else stands in the file than schemas is passed over in silence. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getOpenApi31())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    /** Of content in lines: the schema of each. */
    private static final String LINE = "x-line-schema";

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final List<Operation> operations;

    private Contract(JsonNode document) {
        this.document = document;
        JsonNode closed = document.deepCopy();
        close(closed);
        this.schemas = SchemaRegistry.withDialect(DIALECT, builder -> builder.schemas(Map.of(ID, closed.toString())));
        List<Operation> found = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> found.add(
                        new Operation(entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), entry.getValue()))));
        this.operations = List.copyOf(found);
    }

    static Contract read() {
        try {
            return new Contract(new YAMLMapper().readTree(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file. */
    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /** The operation that a request asks for. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(each -> each.method.equals(method) && each.matches(path))
                .findFirst();
    }

    /** The operation with this ID. */
    Operation operation(String id) {
        return operations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The parameters of an operation. */
    Stream<JsonNode> parameters(Operation operation) {
        return IntStream.range(0, operation.node().path("parameters").size())
                .mapToObj(i -> at(operation.place("parameters").appendIndex(i)));
    }

    /** Each answer, as {@code operation status media/type}, and each kind of body, as {@code operation takes media/type}. */
    Set<String> promises() {
        Set<String> promises = new TreeSet<>();
        for (Operation operation : operations) {
            operation
                    .node()
                    .at("/requestBody/content")
                    .fieldNames()
                    .forEachRemaining(mediaType -> promises.add(operation + " takes " + mediaType));
            operation.node().path("responses").fieldNames().forEachRemaining(status -> {
                JsonNode content = at(operation.place("responses", status)).path("content");
                content.fieldNames()
                        .forEachRemaining(mediaType -> promises.add(operation + " " + status + " " + mediaType));
                if (content.isMissingNode()) {
                    promises.add(operation + " " + status);
                }
            });
        }
        return promises;
    }

    /** The places of all examples in the file, by the place of the content, parameter, header or schema that they show. */
    Map<JsonPointer, List<JsonPointer>> examples() {
        Map<JsonPointer, List<JsonPointer>> examples = new LinkedHashMap<>();
        examples(JsonPointer.empty(), document, examples);
        return examples;
    }

    private void examples(JsonPointer place, JsonNode node, Map<JsonPointer, List<JsonPointer>> into) {
        List<JsonPointer> values = new ArrayList<>();
        JsonNode examples = node.path("examples");
        if (node.has("schema") && node.has("example")) {
            values.add(place.appendProperty("example"));
        }
        if (node.has("schema") && examples.isObject()) {
            examples.fieldNames()
                    .forEachRemaining(name ->
                            values.add(resolve(place.appendProperty("examples").appendProperty(name))
                                    .appendProperty("value")));
        }
        for (int i = 0; examples.isArray() && i < examples.size(); i++) {
            values.add(place.appendProperty("examples").appendIndex(i));
        }
        if (!values.isEmpty()) {
            into.put(place, values);
        }
        node.properties().forEach(child -> examples(place.appendProperty(child.getKey()), child.getValue(), into));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            examples(place.appendIndex(i), node.get(i), into);
        }
    }

    /** What is wrong with a value as a content, a parameter or a header, or by the schema, that stands at this place. */
    List<String> faults(JsonPointer place, JsonNode value) {
        JsonNode described = document.at(place);
        if (!described.has("schema")) {
            return faultsBySchema(place, value);
        }
        List<String> faults = new ArrayList<>(faultsBySchema(place.appendProperty("schema"), value));
        if (described.has(LINE)) {
            value.asText()
                    .lines()
                    .forEach(line -> faults.addAll(faultsBySchema(place.appendProperty(LINE), json(line))));
        }
        return faults;
    }

    /** The same of a body, as it was sent. */
    List<String> faults(JsonPointer content, String body) {
        if (content.last().matchesProperty(FORM)) {
            return faults(content, form(body));
        }
        JsonNode described = document.at(content);
        boolean isText = described.has(LINE) || described.at("/schema/type").equals(TextNode.valueOf("string"));
        return faults(content, isText ? TextNode.valueOf(body) : json(body));
    }

    private static ObjectNode form(String body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            form.put(
                    URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private List<String> faultsBySchema(JsonPointer place, JsonNode value) {
        Schema schema = schemas.getSchema(SchemaLocation.of(ID + "#" + place));
        return schema
                .validate(
                        value.toString(),
                        InputFormat.JSON,
                        run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What stands at this place of the file, references followed. */
    JsonNode at(JsonPointer place) {
        return document.at(resolve(place));
    }

    /** The same place, or the one that it refers to. */
    JsonPointer resolve(JsonPointer place) {
        JsonNode reference = document.at(place).path("$ref");
        return reference.isTextual()
                ? resolve(JsonPointer.compile(reference.textValue().substring(1)))
                : place;
    }

    /** Objects of answers may grow in the file, but not behind its back: what it does not name is a fault. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").equals(TextNode.valueOf("object"))
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(Contract::close);
        }
    }

    /** An operation: a method on a path. */
    record Operation(String method, String path, JsonNode node) {
        private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+}");

        String id() {
            return node.path("operationId").asText();
        }

        /** The scope that a key needs for it; empty where it needs none. */
        String scope() {
            return node.path("x-required-scope").asText();
        }

        boolean needsKey() {
            return !scope().isEmpty();
        }

        /** The place of something within it. */
        JsonPointer place(String... names) {
            JsonPointer place = JsonPointer.empty()
                    .appendProperty("paths")
                    .appendProperty(path)
                    .appendProperty(method.toLowerCase(Locale.ROOT));
            for (String name : names) {
                place = place.appendProperty(name);
            }
            return place;
        }

        boolean matches(String requestPath) {
            String[] fixed = VARIABLE.split(path, -1);
            StringBuilder expression = new StringBuilder(Pattern.quote(fixed[0]));
            for (int i = 1; i < fixed.length; i++) {
                expression.append("[^/]+").append(Pattern.quote(fixed[i]));
            }
            return requestPath.matches(expression.toString());
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
