package dev.tern;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.Contract.Operation;
import dev.tern.json.Json;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests for operations, made of what the file says of them, each before the eyes of a {@link ContractWitness}. */
final class ContractCalls {
    static final String ADMIN = "test-admin-key";
    static final String AUDIENCE = "cart-abandoners";
    static final String VISITOR = "Vg5oJ2f0QkK1mZ8xT3yLrA";

    private static final RestAssuredConfig CONFIG = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)
                    .encodeContentTypeAs("application/jwt", ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private static final AtomicInteger SITES = new AtomicInteger();

    private final Contract contract;
    private final ContractWitness witness;

    ContractCalls(Contract contract, ContractWitness witness) {
        this.contract = contract;
        this.witness = witness;
    }

    /**
     * What paths of a request name.
     *
     * @param key the ID of an API key
     */
    record Names(String site, String audience, String visitor, String key) {
        /** Everything that the worked example names, on this site. */
        static Names of(String site) {
            return new Names(site, AUDIENCE, VISITOR, "0");
        }

        Names withSite(String other) {
            return new Names(other, audience, visitor, key);
        }

        Names withAudience(String other) {
            return new Names(site, other, visitor, key);
        }

        Names withVisitor(String other) {
            return new Names(site, audience, other, key);
        }

        Names withKey(String other) {
            return new Names(site, audience, visitor, other);
        }

        String path(String template) {
            return template.replace("{site}", site)
                    .replace("{audience}", audience)
                    .replace("{visitor}", visitor)
                    .replace("{key}", key);
        }
    }

    /** An API key: its ID and its text. */
    record Key(String id, String text) {}

    /** A site of its own, with the audience of the worked example. */
    String site() {
        String site = "contract-" + SITES.incrementAndGet();
        as(ADMIN)
                .body(example("putSite", "shop").toString())
                .put("/v1/sites/" + site)
                .then()
                .statusCode(201);
        as(ADMIN)
                .body(example("putAudience", AUDIENCE).toString())
                .put("/v1/sites/%s/audiences/%s".formatted(site, AUDIENCE))
                .then()
                .statusCode(201);
        return site;
    }

    /** A new key of the site. */
    Key key(String site, List<String> scopes) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", "Contract");
        scopes.forEach(body.putArray("scopes")::add);
        Response issued = as(ADMIN).body(body.toString()).post("/v1/sites/%s/keys".formatted(site));
        return new Key(issued.path("id"), issued.path("key"));
    }

    /** A request that bears the key. */
    RequestSpecification as(String key) {
        return anonymous().header("Authorization", "Bearer " + key);
    }

    /** A request without a key. */
    RequestSpecification anonymous() {
        return given().config(CONFIG).filter(witness).contentType(ContentType.JSON);
    }

    /** Sends the request to the operation, with the operation's first example as its body where it takes one. */
    Response send(RequestSpecification request, Operation operation, Names names) {
        operation
                .node()
                .at("/requestBody/content/application~1json/examples")
                .valueStream()
                .findFirst()
                .ifPresent(example -> request.body(example.path("value").toString()));
        return sendBare(request, operation, names);
    }

    /** Sends the request to the operation as it is. */
    Response sendBare(RequestSpecification request, Operation operation, Names names) {
        contract.parameters(operation)
                .filter(parameter -> parameter.path("in").asText().equals("query")
                        && parameter.path("required").asBoolean())
                .forEach(parameter -> request.queryParam(
                        parameter.path("name").asText(),
                        parameter.at("/schema/enum/0").asText()));
        return request.request(operation.method(), names.path(operation.path()));
    }

    /** The example of this name for a request's body. */
    JsonNode example(String operation, String name) {
        return described(operation, "/requestBody/content/application~1json/examples/%s/value".formatted(name));
    }

    /** What stands at a place of an operation. */
    JsonNode described(String operation, String place) {
        return contract.operation(operation).node().at(place);
    }

    /** The value of an example that operations share. */
    JsonNode shared(String example) {
        return contract.document().at("/components/examples/%s/value".formatted(example));
    }

    /** The body of an answer. */
    static JsonNode json(Response response) {
        return Json.parse(response.asString().getBytes(StandardCharsets.UTF_8));
    }
}
