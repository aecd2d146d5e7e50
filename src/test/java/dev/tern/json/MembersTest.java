package dev.tern.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
    @Test
    void readsABody() {
        var body = members("""
                {"name":"Carts","domains":["a.example","b.example"],"size":2.0,"ok":true,"price":1.50,"inner":{"x":1}}""");

        assertEquals("Carts", body.text("name", 1, 200));
        assertEquals(
                List.of("a.example", "b.example"),
                body.required("domains").items(1, 2).stream()
                        .map(place -> place.text(1, 255))
                        .toList());
        assertEquals(2, body.required("size").whole(1, 2));
        assertTrue(body.required("ok").flag());
        assertEquals("1.5", body.required("price").decimal().toString());
        assertEquals(1, body.required("inner").members().required("x").whole(1, 1));
        body.nothingElse();
    }

    @Test
    void readsAMemberThatIsNullAsAbsent() {
        var body = members("{\"a\":null}");

        assertEquals(Optional.empty(), body.optional("a"));
        assertEquals(Optional.empty(), body.optional("b"));
        assertFalse(body.has("a"));
        assertRefused("/a: required", () -> body.required("a"));
        assertRefused("/b: required", () -> body.required("b"));
        body.nothingElse();
    }

    @Test
    void refusesMembersThatNobodyAskedFor() {
        var body = members("{\"a\":1,\"z~/\":null,\"b\":2}");

        body.required("a");
        body.optional("c");

        assertRefused("/z~0~1: not known here; known: a, c", body::nothingElse);
    }

    @Test
    void readsObjectsWhoseNamesAreFreeInTheOrderWritten() {
        var props = members("{\"b\":1,\"a/b\":null}");

        var each = props.each();

        assertEquals(List.of("b", "a/b"), List.copyOf(each.keySet()));
        assertEquals(
                List.of("/b", "/a~1b"),
                each.values().stream().map(Place::pointer).toList());
        props.nothingElse();
    }

    @Test
    void namesTheWayToWhatIsRefused() {
        var body = Members.of(Json.parse("{\"list\":[{\"x\":[1,\"2\"]}]}".getBytes(UTF_8)), "/site");

        Place item = body.required("list").items(0, 5).getFirst();

        assertRefused(
                "/site/list/0/x/1: a whole number from 0 to 9",
                () -> item.members().required("x").items(0, 5).get(1).whole(0, 9));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ""                       | a text of 1 to 3 characters
            "abcd"                   | a text of 1 to 3 characters
            1                        | a text of 1 to 3 characters
            "a\\nb"                   | a text without control characters
            "\\u0000"                 | a text without control characters
            """)
    void refusesTextsOutOfBounds(String json, String reason) {
        assertRefused("/x: " + reason, () -> place(json).text(1, 3));
    }

    @Test
    void countsCharactersNotCodeUnits() {
        assertEquals("🐦🐦🐦", place("\"🐦🐦🐦\"").text(1, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "-1",
        "4",
        "1.5",
        "1e99",
        "1e2147483647",
        "99999999999999999999",
        "'\"1\"'",
        "true",
        "null",
        "[]",
        "1e-99"
    })
    void refusesNumbersThatAreNotWholeOrOutOfBounds(String json) {
        assertRefused("/x: a whole number from 0 to 3", () -> place(json).whole(0, 3));
    }

    @ParameterizedTest
    @CsvSource({"0", "-0", "3", "3.0", "0.3e1", "30e-1", "0e99"})
    void readsWholeNumbersHoweverWritten(String json) {
        assertEquals(json.contains("3") ? 3 : 0, place(json).whole(0, 3));
    }

    @ParameterizedTest
    @CsvSource({"0.0000001", "1000000000001", "1e2147483647", "1e-2147483647", "'\"1\"'", "true"})
    void refusesNumbersThatAreNoDecimals(String json) {
        assertRefused("/x: a number of at most 6 decimal places, between -10^12 and 10^12", () -> place(json)
                .decimal());
    }

    @Test
    void refusesOtherTypes() {
        assertRefused("/x: an object", () -> place("[]").members());
        assertRefused("an object", () -> members("[]"));
        assertRefused("/x: a list of 1 to 2", () -> place("{}").items(1, 2));
        assertRefused("/x: a list of 1 to 2", () -> place("[]").items(1, 2));
        assertRefused("/x: a list of 1 to 2", () -> place("[1,2,3]").items(1, 2));
        assertRefused("/x: true or false", () -> place("\"true\"").flag());
        assertRefused("/x: one of a, b", () -> place("\"c\"").oneOf(List.of("a", "b")));
        assertRefused("/x: one of a, b", () -> place("1").oneOf(List.of("a", "b")));
    }

    private static Members members(String json) {
        return Members.of(Json.parse(json.getBytes(UTF_8)), "");
    }

    private static Place place(String json) {
        return new Place(Json.parse(json.getBytes(UTF_8)), "/x");
    }

    private static void assertRefused(String message, Executable reading) {
        assertEquals(message, assertThrows(Refusal.class, reading).getMessage());
    }
}
