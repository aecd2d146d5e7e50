package dev.tern.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurfaceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/p/shop.gif",
                "/p/%zz.gif",
                "/p/",
                "/privacy/shop",
                "/privacy/shop/data",
                "/.well-known/gpc.json",
                "/deviceStorage.json",
                "/dsrdelete.json",
                "/dsrdelete",
                "/v1/sites/shop/events"
            })
    void collects(String path) {
        assertEquals(Optional.of(Surface.COLLECT), Surface.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sites/shop/visitors/AAAAAAAAAAAAAAAAAAAAAA",
                "/v1/sites/shop/visitors/AAAAAAAAAAAAAAAAAAAAAA/audiences",
                "/v1/sites/shop/visitors/AAAAAAAAAAAAAAAAAAAAAA/audiences/fans/explanation",
                "/v1/sites/shop/lookups",
                "/v1/sites/shop/audiences/fans/members",
                "/v1/sites/shop/audiences/fans/members/AAAAAAAAAAAAAAAAAAAAAA",
                "/v1/sites/shop/audiences/fans/size"
            })
    void answersQuestions(String path) {
        assertEquals(Optional.of(Surface.QUERY), Surface.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sites",
                "/v1/sites/shop",
                "/v1/sites/lookups",
                "/v1/sites/shop/audiences",
                "/v1/sites/shop/audiences/events",
                "/v1/sites/shop/audiences:check",
                "/v1/sites/shop/audit",
                "/v1/sites/shop/keys/k",
                "/v1/whatever"
            })
    void defines(String path) {
        assertEquals(Optional.of(Surface.CONTROL), Surface.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/q/swagger-ui", "/q/openapi", "/v2/sites", "/privacy", "/dsrdelete.jsonx"})
    void leavesTheRestToEveryPod(String path) {
        assertEquals(Optional.empty(), Surface.of(path));
    }

    @Test
    void hasEveryAddressOfTheContract() throws IOException {
        var paths = new YAMLMapper()
                .readTree(Path.of("openapi/openapi.yaml").toFile())
                .get("paths")
                .properties();

        assertEquals(
                new TreeSet<>(),
                paths.stream()
                        .map(path -> path.getKey().replaceAll("\\{[a-z]+}", "x"))
                        .filter(path -> Surface.of(path).isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
