package dev.tern.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveTest {
    private static final Sensitive CLINIC = new Sensitive(List.of("/Ward/*", "*/a/long-name/?"), Optional.empty());

    private static JsonNode definition(String rule) {
        JsonNode definition = Json.parse(
                "{\"name\": \"An audience\", \"rule\": %s}".formatted(rule).getBytes(StandardCharsets.UTF_8));
        var _ = Definition.read(definition);
        return definition;
    }

    private static JsonNode where(String where) {
        return definition("{\"event\": \"page_view\", \"where\": {%s}, \"within\": \"1d\"}".formatted(where));
    }

    private static Optional<String> pointer(JsonNode definition) {
        return CLINIC.in(definition).map(Sensitive.Found::pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"path\": \"/health\"' | /rule/where/path",
                "'\"path\": {\"startsWith\": \"/HEALTH/tips\"}' | /rule/where/path/startsWith",
                "'\"path\": {\"is\": [\"/cart\", \"/my-religion\"]}' | /rule/where/path/is",
                "'\"url\": {\"contains\": \"=lgbt&\"}' | /rule/where/url/contains",
                "'\"url\": {\"like\": \"*//*/politics2024/*\"}' | /rule/where/url/like",
                "'\"url\": {\"matches\": \"/(kids|cats)/\"}' | /rule/where/url/matches",
                "'\"host\": {\"endsWith\": \".trade-union.example\"}' | /rule/where/host/endsWith",
                "'\"referrer\": {\"contains\": \"refugees\"}' | /rule/where/referrer/contains",
                "'\"referrer.host\": \"hospital.example\"' | /rule/where/referrer.host",
                "'\"query.topic\": \"pregnancy\"' | /rule/where/query.topic",
                "'\"query.diagnosis\": {\"exists\": true}' | /rule/where/query.diagnosis/exists",
                "'\"query.x/hiv\": 1' | /rule/where/query.x~1hiv",
                "'\"anyOf\": [{\"value\": 1}, {\"noneOf\": [{\"path\": \"/gay\"}]}]' | /rule/where/anyOf/1/noneOf/0/path",
                "'\"path\": {\"startsWith\": \"/ward/3\"}' | /rule/where/path/startsWith",
                "'\"path\": {\"contains\": \"/a/LONG-name/\"}' | /rule/where/path/contains"
            })
    void findsWhatIsSensitive(String where, String pointer) {
        assertEquals(Optional.of(pointer), pointer(where(where)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"path\": \"/healthy-food\"",
                "\"path\": {\"startsWith\": \"/\"}",
                "\"path\": \"/ward\"",
                "\"path\": {\"startsWith\": \"/war\"}",
                "\"url\": {\"contains\": \"wealth\"}",
                "\"url\": {\"contains\": \"essex\"}",
                "\"props.topic\": \"health\"",
                "\"utm.campaign\": \"health\"",
                "\"query.page\": 3"
            })
    void leavesTheRestAlone(String where) {
        assertEquals(Optional.empty(), pointer(where(where)));
    }

    @Test
    void looksIntoEveryPartOfARule() {
        String sensitive = "{\"event\": \"page_view\", \"where\": {\"path\": \"/church\"}, \"within\": \"1d\"}";
        String plain = "{\"event\": \"purchase\", \"within\": \"1d\"}";

        assertEquals(
                Optional.of("/rule/all/1/not/where/path"),
                pointer(definition("{\"all\": [%s, {\"not\": %s}]}".formatted(plain, sensitive))));
        assertEquals(
                Optional.of("/rule/any/1/where/path"),
                pointer(definition("{\"any\": [%s, %s]}".formatted(plain, sensitive))));
        assertEquals(Optional.of("/rule/sequence/1/where/path"), pointer(definition("""
                        {"sequence": [{"event": "cart"}, {"event": "cart", "where": {"path": "/church"}}], "within": "1d"}""")));
    }

    @Test
    void saysWhatItFound() {
        assertEquals(
                "/rule/where/path: nothing sensitive (health: clinic), unless the site states a legal basis for it",
                CLINIC.in(where("\"path\": \"/clinic\""))
                        .orElseThrow()
                        .refusal()
                        .text());
        assertEquals(
                "/rule/where/path: nothing sensitive (the site's pattern /Ward/*), unless the site states a legal basis for it",
                CLINIC.in(where("\"path\": \"/ward/\"")).orElseThrow().refusal().text());
    }

    @Test
    void refusesNothingOnALegalBasis() {
        var allowed = new Sensitive(List.of(), Optional.of("Explicit consent"));

        assertEquals(false, allowed.refuses(where("\"path\": \"/clinic\"")));
        assertEquals(true, Sensitive.DEFAULT.refuses(where("\"path\": \"/clinic\"")));
    }

    @Test
    void standsInTheDocumentWordByWord() throws IOException {
        String document = Files.readString(Path.of("docs/PRIVACY.md"));

        for (SensitiveWords category : SensitiveWords.values()) {
            String row = "| %s | %s |".formatted(category.category(), String.join(", ", category.words()));
            assertTrue(document.contains(row), row);
        }
    }
}
