package dev.tern.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownBotsTest {
    @ParameterizedTest
    @CsvSource({
        "Robots.yaml, NamedRobots",
        "Robots-Google.yaml, NamedGoogleRobots",
        "Robots-Yandex.yaml, YandexRobots",
        "Robots-Yandex.yaml, YandexYaRobots",
        "Hackers.yaml, HackerToolKits",
        "RobotBaseRules.yaml, RobotStrings",
        "RobotBaseRules.yaml, RobotStringsExtra",
        "RobotBaseRules.yaml, NOTRobotStrings"
    })
    void readsTheTablesAsAReaderOfYamlWould(String file, String table) throws IOException {
        JsonNode lookup = Yauaa.items(file, "lookup")
                .filter(item -> table.equals(item.path("name").textValue()))
                .findFirst()
                .orElseThrow();
        List<String> keys = Stream.of(lookup.required("map"))
                .flatMap(map -> map.properties().stream())
                .map(entry -> entry.getKey().strip().toLowerCase(Locale.ROOT))
                .toList();

        assertEquals(keys, KnownBots.table(file, table));
    }

    @Test
    void knowsTheBotsOfToday() {
        List<String> names = KnownBots.read().names();

        assertTrue(names.size() > 200, () -> names.size() + " names");
        assertTrue(names.containsAll(List.of("gptbot", "twitterbot", "mediapartners-google", "statuscake", "sqlmap")));
    }

    @Test
    void saysWhichTableIsMissing() {
        IllegalStateException missing =
                assertThrows(IllegalStateException.class, () -> KnownBots.table("Robots.yaml", "NamedCats"));

        assertEquals("Yauaa has no table NamedCats in /UserAgents/Robots.yaml", missing.getMessage());
    }
}
