package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.json.Json;
import dev.tern.rule.Definition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The audiences that the README shows are such as Tern takes. */
class ReadmeTest {
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsSixAudiencesThatAreTaken() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        List<Definition> shown = JSON.matcher(readme)
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```json".length(), block.length() - "```".length()))
                .map(block -> Definition.read(Json.parse(block.getBytes(StandardCharsets.UTF_8))))
                .toList();

        assertEquals(
                List.of(
                        "Cart abandoners",
                        "Lapsed buyers",
                        "Big spenders",
                        "Frequent readers",
                        "Left the funnel",
                        "Everyone but customers"),
                shown.stream().map(Definition::name).toList());
        shown.forEach(each -> assertFalse(each.description().isBlank()));
    }
}
