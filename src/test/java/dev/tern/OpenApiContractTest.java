package dev.tern;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tern.access.Allows;
import dev.tern.deletion.Partners;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the running service to {@code openapi/openapi.yaml}, and the file to the service. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
@QuarkusTestResource(Partners.class)
class OpenApiContractTest {
    /** Those of Vert.x, open to whoever asks. */
    private static final Set<String> PUBLIC = Set.of(
            "GET /p/{site}.gif",
            "GET /.well-known/gpc.json",
            "GET /deviceStorage.json",
            "GET /privacy/{site}",
            "POST /privacy/{site}",
            "GET /privacy/{site}/data",
            "GET /dsrdelete.json",
            "POST /dsrdelete");
    /**
     * What it takes too much to provoke here: an engine that is away, a site that has reached its limits, an address that brings keys
     * without end, and a deployment that takes no deletion requests.
     */
    private static final List<String> NOT_PROVOKED = List.of(
            " 503 ", " 429 ", "Audience 409 ", "createKey 409 ", "getDeletionDocument 404 ", "requestDeletion 404 ");

    private static final Contract CONTRACT = Contract.read();

    @Inject
    Router router;

    @Test
    void describesEveryRouteWithItsScopeAndNothingElse() {
        Map<String, String> served = new TreeMap<>(resources());
        PUBLIC.forEach(route -> served.put(route, ""));

        Map<String, String> described = new TreeMap<>();
        CONTRACT.operations()
                .forEach(operation -> described.put(operation.method() + " " + operation.path(), operation.scope()));

        assertEquals(served, described);
    }

    @Test
    void servesNoOtherPathBesideItsResources() {
        List<String> others = router.getRoutes().stream()
                .map(Route::getName)
                .filter(Objects::nonNull)
                .map(path -> path.replaceAll(":([a-z]+)", "{$1}"))
                .filter(path -> !path.equals("/")
                        && !path.startsWith("/q/")
                        && PUBLIC.stream().noneMatch(route -> route.endsWith(" " + path)))
                .filter(path -> !path.equals("/v1/sites/[^/]+/audiences%3A[a-z]+"))
                .toList();

        assertEquals(List.of(), others);
    }

    @TestFactory
    Stream<DynamicTest> givesExamplesThatAreValid() {
        return CONTRACT.examples().entrySet().stream()
                .map(each -> dynamicTest(each.getKey().toString(), () -> {
                    for (JsonPointer example : each.getValue()) {
                        assertEquals(
                                List.of(),
                                CONTRACT.faults(
                                        each.getKey(), CONTRACT.document().at(example)));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> answersAsDescribed() {
        var witness = new ContractWitness(CONTRACT);
        var calls = new ContractCalls(CONTRACT, witness);
        return Stream.of(
                        new ContractDefinitions(calls).tests(),
                        new ContractVisits(calls).tests(),
                        ContractRefusals.tests(CONTRACT, calls),
                        Stream.of(dynamicTest(
                                "nothing described is left out", () -> assertEquals(provokable(), witness.seen()))))
                .flatMap(each -> each);
    }

    @Test
    void servesTheFileItself() throws JsonProcessingException {
        String served = given().accept("application/json").get("/q/openapi").asString();

        var json = new JsonMapper();
        assertEquals(json.readTree(CONTRACT.document().toString()), json.readTree(served));
    }

    @Test
    void servesTheFileToBePlayedWith() {
        int status = given().get("/q/swagger-ui/").statusCode();

        assertEquals(200, status);
    }

    private static Set<String> provokable() {
        return CONTRACT.promises().stream()
                .filter(promise -> NOT_PROVOKED.stream().noneMatch(promise::contains))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of each route that a resource serves, the scope that it asks for. */
    private static Map<String, String> resources() {
        Map<String, String> resources = new TreeMap<>();
        new ClassFileImporter()
                .importPath(java.nio.file.Path.of("target/classes/dev/tern")).stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .forEach(method -> resources.put(
                                verb(method) + " " + path(method),
                                method.getAnnotationOfType(Allows.class).value().text()));
        return resources;
    }

    private static String verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(each -> each.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(each -> each.getRawType().getSimpleName())
                .findFirst()
                .orElseThrow();
    }

    private static String path(JavaMethod method) {
        String path = method.getOwner().getAnnotationOfType(Path.class).value()
                + "/"
                + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        return path.replaceAll("/+", "/").replaceFirst("/$", "");
    }
}
