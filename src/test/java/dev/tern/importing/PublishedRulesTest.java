package dev.tern.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import dev.tern.rule.Definition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Meta and Google publish, each in a file of {@code src/test/resources/rules}: translated, or refused. */
class PublishedRulesTest {
    private static final Path RULES = Path.of("src/test/resources/rules");
    private static final String NAME = "Imported";

    @TestFactory
    Stream<DynamicTest> translates() {
        return files("accepted")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    JsonNode example = json(file);

                    JsonNode translated = origin(file).translate(example.get("theirs"), NAME);

                    assertEquals(reread(example.get("ours")), reread(translated));
                }));
    }

    @TestFactory
    Stream<DynamicTest> writesWhatTernReads() {
        return files("accepted")
                .map(file -> DynamicTest.dynamicTest(
                        name(file), () -> Definition.read(json(file).get("ours"))));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return files("refused")
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    JsonNode example = json(file);

                    Refusal refusal =
                            assertThrows(Refusal.class, () -> origin(file).translate(example.get("theirs"), NAME));

                    assertEquals(example.at("/refused/pointer").textValue(), refusal.pointer());
                    assertTrue(
                            refusal.reason()
                                    .startsWith(example.at("/refused/reason").textValue()),
                            refusal.reason());
                }));
    }

    @ParameterizedTest
    @EnumSource
    void hasExamplesOfEach(Origin origin) {
        List<String> accepted = files("accepted").map(PublishedRulesTest::name).toList();

        assertTrue(
                accepted.stream().filter(name -> name.startsWith(origin.text())).count() > 10, () -> "" + accepted);
    }

    static Stream<Path> files(String folder) {
        return Stream.of(Origin.values()).flatMap(origin -> {
            try (Stream<Path> files = Files.list(RULES.resolve(origin.text()).resolve(folder))) {
                return files.sorted().toList().stream();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    static JsonNode json(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Origin origin(Path file) {
        return Origin.parse(RULES.relativize(file).getName(0).toString()).orElseThrow();
    }

    private static String name(Path file) {
        return RULES.relativize(file).toString();
    }

    /** However its numbers are held: as its text is read. */
    private static JsonNode reread(JsonNode json) {
        return Json.parse(json.toString().getBytes(UTF_8));
    }
}
