package dev.tern.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String MALFORMED = "well-formed JSON, each name once in its object";
    private static final String TOO_MUCH =
            "at most 64 levels, numbers of 64, names of 256 and texts of 65536 characters";

    @Test
    void readsNumbersExactly() {
        JsonNode list =
                Json.parse("[0.1, 1.10, 1e3, 9007199254740993, 123456789012345678901234567890]".getBytes(UTF_8));

        assertEquals(new BigDecimal("0.1"), list.get(0).decimalValue());
        assertEquals(new BigDecimal("1.10"), list.get(1).decimalValue());
        assertEquals(new BigDecimal("1e3"), list.get(2).decimalValue());
        assertEquals(9007199254740993L, list.get(3).longValue());
        assertEquals(
                "123456789012345678901234567890", list.get(4).bigIntegerValue().toString());
    }

    @Test
    void readsCharactersBeyondTheBasicPlaneHoweverTheyAreWritten() {
        JsonNode list = Json.parse("[\"🐦\", \"\\uD83D\\uDC26\", \"\\\\ud83d\"]".getBytes(UTF_8));

        assertEquals("🐦", list.get(0).textValue());
        assertEquals("🐦", list.get(1).textValue());
        assertEquals("\\ud83d", list.get(2).textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "\"text\"", " [] ", "{}", "-0", "1e2147483647", "1000e2147483600"})
    void readsAnyValue(String json) {
        assertEquals(Json.parse(json.getBytes(UTF_8)), Json.parse(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1,"a":2}           | line 1, column 11
            {"a":1,"\\u0061":2}      | line 1, column 16
            {"a":{"b":1,"b":1}}     | line 1, column 16
            {} {}                   | line 1, column 5
            {},                     | line 1, column 4
            [1,]                    | line 1, column 5
            [01]                    | line 1, column 3
            [+1]                    | line 1, column 4
            [.5]                    | line 1, column 3
            [5.]                    | line 1, column 4
            [NaN]                   | line 1, column 5
            [Infinity]              | line 1, column 10
            [-Infinity]             | line 1, column 11
            {a:1}                   | line 1, column 3
            {"a"}                   | line 1, column 6
            {"a":1                  | line 1, column 7
            ["a                     | line 1, column 4
            ["\\x"]                  | line 1, column 5
            ["\\u12"]                | line 1, column 8
            [1] // one              | line 1, column 6
            secret                  | line 1, column 7
            """)
    void refusesWhatIsNotJson(String json, String place) {
        assertEquals(
                MALFORMED + " (" + place + ")", refusal(json.getBytes(UTF_8)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1e99999999999]", "[1e-99999999999]", "[1e2147483649]", "[1e-2147483649]"})
    void refusesNumbersBeyondAllBounds(String json) {
        assertEquals("exponents below 2^31", refusal(json).reason().replaceFirst(" \\(.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n"})
    void refusesNothing(String json) {
        int line = json.length() == 2 ? 3 : 1;
        int column = json.equals(" ") ? 2 : 1;

        assertEquals(
                MALFORMED + " (line %d, column %d)".formatted(line, column),
                refusal(json.getBytes(UTF_8)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"\\ud800\"]",
                "[\"\\uDC00\"]",
                "[\"\\ud83d\\ud83d\"]",
                "[\"\\ud83d \\udc26\"]",
                "[\"\\\\\\ud83d\"]",
                "[\"\\ud83d",
                "{\"\\ud83d\":1}"
            })
    void refusesHalfASurrogatePair(String json) {
        int column = json.indexOf(json.contains("\\\\\\") ? "\\ud" : "\\u") + 1;

        assertEquals(
                "no half of a surrogate pair (line 1, column %d)".formatted(column),
                refusal(json.getBytes(UTF_8)).getMessage());
    }

    @Test
    void refusesBytesThatAreNotUtf8WhereTheyStand() {
        assertEquals(
                "UTF-8 (line 2, column 2)",
                refusal("[\n\"é\"]".getBytes(ISO_8859_1)).getMessage());
        assertEquals(
                "UTF-8 (line 1, column 1)",
                refusal(new byte[] {(byte) 0xC0, (byte) 0x80}).getMessage());
        assertEquals(
                "UTF-8 (line 1, column 1)",
                refusal(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}).getMessage());
        assertEquals(
                "UTF-8 (line 1, column 3)",
                refusal(new byte[] {'[', '"', (byte) 0xE2}).getMessage());
    }

    @Test
    void refusesAByteOrderMarkAndUtf16() {
        assertEquals(
                MALFORMED + " (line 1, column 2)",
                refusal("\uFEFF{}".getBytes(UTF_8)).getMessage());
        assertEquals(
                MALFORMED + " (line 1, column 2)",
                refusal(new byte[] {0, '{', 0, '}'}).getMessage());
    }

    @Test
    void refusesMoreThanTheLimits() {
        assertEquals(TOO_MUCH + " (line 1, column 66)", refusal("[".repeat(65)).getMessage());
        assertEquals(
                TOO_MUCH + " (line 1, column 67)", refusal("9".repeat(65) + " ").getMessage());
        assertEquals(
                TOO_MUCH, refusal("{\"" + "n".repeat(257) + "\":1}").reason().replaceFirst(" \\(.*", ""));
        assertEquals(
                TOO_MUCH, refusal("\"" + "t".repeat(65_537) + "\"").reason().replaceFirst(" \\(.*", ""));
    }

    @Test
    void readsAsMuchAsTheLimits() {
        Json.parse(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8));
        Json.parse("9".repeat(64).getBytes(UTF_8));
        Json.parse(("{\"" + "n".repeat(256) + "\":1}").getBytes(UTF_8));
        Json.parse(("\"" + "t".repeat(65_536) + "\"").getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"not\":", "[{\"all\":", "\"\\\\", "-", "9", "[[],"})
    void refusesBombs(String piece) {
        assertEquals("", refusal(piece.repeat(1_000_000)).pointer());
    }

    private static Refusal refusal(String json) {
        return refusal(json.getBytes(UTF_8));
    }

    private static Refusal refusal(byte[] json) {
        return assertThrows(Refusal.class, () -> Json.parse(json));
    }
}
