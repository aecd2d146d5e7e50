package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    @Test
    void saysWhatIsMeant() {
        String description = describe("""
                {"name":"x","keep":"14d","rule":{"all":[
                  {"event":"page_view","where":{"path":{"startsWith":"/cart"}},"within":"30d"},
                  {"not":{"event":"purchase","within":"7d"}}]}}""");

        assertEquals(
                "Did page_view where path starts with \"/cart\" at least once in the last 30 days,"
                        + " and did not do purchase in the last 7 days; stays 14 days longer.",
                description);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"x","within":"1d"}                                             | Did x at least once in the last day.
            {"event":"*","within":"90s"}                                            | Did anything at least once in the last 90 seconds.
            {"event":["x","y"],"within":"24h"}                                      | Did x or y at least once in the last day.
            {"event":["z","y","x"],"within":"36h"}                                  | Did x, y or z at least once in the last 36 hours.
            {"event":"Order Completed","within":"60m"}                              | Did "Order Completed" at least once in the last hour.
            {"event":"x","times":{"atLeast":3},"within":"1m"}                       | Did x at least 3 times in the last minute.
            {"event":"x","times":{"exactly":1},"within":"15m"}                      | Did x exactly once in the last 15 minutes.
            {"event":"x","times":{"exactly":2},"within":"1s"}                       | Did x exactly 2 times in the last second.
            {"event":"x","times":{"atLeast":2,"atMost":5},"within":"1d"}            | Did x 2 to 5 times in the last day.
            {"all":[A,{"event":"x","times":{"atMost":1},"within":"1d"}]}            | Did a at least once in the last day, and did x at most once in the last day.
            {"all":[A,{"event":"x","times":{"exactly":0},"within":"1d"}]}           | Did a at least once in the last day, and did not do x in the last day.
            {"all":[A,{"not":{"event":"x","times":{"atLeast":3},"within":"1d"}}]}   | Did a at least once in the last day, and did x at most 2 times in the last day.
            {"not":{"event":"x","times":{"atMost":3},"within":"1d"}}                | Did x at least 4 times in the last day.
            {"all":[A,{"not":{"event":"x","times":{"exactly":2},"within":"1d"}}]}   | Did a at least once in the last day, and did not do x exactly 2 times in the last day.
            {"any":[A,{"all":[A,{"not":A}]}]}                                       | Did a at least once in the last day, or (did a at least once in the last day, and did not do a in the last day).
            {"all":[A,{"not":{"any":[A,A]}}]}                                       | Did a at least once in the last day, and not (did a at least once in the last day, or did a at least once in the last day).
            {"not":{"not":{"all":[{"any":[A]}]}}}                                   | Did a at least once in the last day.
            {"all":[{"all":[A,A]}]}                                                 | Did a at least once in the last day, and did a at least once in the last day.
            {"event":"a","where":{"path":["1","2","3","4","5","6","7"]},"within":"1d"} | Did a where path is one of "1", "2", "3", "4" or one of 3 others at least once in the last day.
            {"event":"a","where":{"anyOf":[{"path":"/x"},{"noneOf":[{"value":1,"agent":"bot"}]}]},"within":"1d"} | Did a where (not (agent is "bot" and value is 1) or path is "/x") at least once in the last day.
            {"event":"x","days":{"atLeast":3},"within":"7d"}                        | Did x on at least 3 days in the last 7 days.
            {"event":"x","days":{"atLeast":1},"within":"7d"}                        | Did x on at least 1 day in the last 7 days.
            {"event":"x","days":{"exactly":2},"within":"7d"}                        | Did x on exactly 2 days in the last 7 days.
            {"event":"x","days":{"atLeast":2,"atMost":5},"within":"7d"}             | Did x on 2 to 5 days in the last 7 days.
            {"all":[A,{"event":"x","days":{"atMost":2},"within":"7d"}]}             | Did a at least once in the last day, and did x on at most 2 days in the last 7 days.
            {"all":[A,{"event":"x","days":{"exactly":0},"within":"7d"}]}            | Did a at least once in the last day, and did not do x in the last 7 days.
            {"all":[A,{"not":{"event":"x","days":{"atLeast":3},"within":"7d"}}]}    | Did a at least once in the last day, and did x on at most 2 days in the last 7 days.
            {"all":[A,{"not":{"event":"x","days":{"exactly":2},"within":"7d"}}]}    | Did a at least once in the last day, and did not do x on exactly 2 days in the last 7 days.
            {"event":"x","sum":{"of":"value","atLeast":200},"within":"90d"}         | The value of x added up to at least 200 in the last 90 days.
            {"event":"x","sum":{"of":"value","atLeast":49.90,"atMost":100},"within":"90d"} | The value of x added up to 49.9 to 100 in the last 90 days.
            {"event":"x","sum":{"of":"value","exactly":-5},"within":"90d"}          | The value of x added up to exactly -5 in the last 90 days.
            {"event":"x","sum":{"of":"value","atLeast":7,"atMost":7},"within":"1d"} | The value of x added up to exactly 7 in the last day.
            {"event":"x","sum":{"of":"value","atMost":-0.5},"within":"90d"}         | The value of x added up to at most -0.5 in the last 90 days.
            {"all":[A,{"not":{"event":"x","sum":{"of":"value","atLeast":2},"within":"1d"}}]} | Did a at least once in the last day, and the value of x did not add up to at least 2 in the last day.
            {"event":["x","y"],"sum":{"of":"props.a b","atLeast":2},"within":"1d"}  | The "props.a b" of x or y added up to at least 2 in the last day.
            {"sequence":[{"event":"x"}],"within":"7d"}                              | Did x, the last of them in the last 7 days.
            {"sequence":[{"event":"x"},{"event":"y","after":"1h"}],"within":"7d"}   | Did x, then y within 1 hour, the last of them in the last 7 days.
            {"sequence":[{"event":"x"},{"event":"y"},{"event":"x","where":{"path":"/z"},"after":"30m"}],"within":"1d"} | Did x, then y, then x where path is "/z" within 30 minutes, the last of them in the last day.
            {"all":[A,{"not":{"sequence":[{"event":"x"},{"event":"y"}],"within":"7d"}}]} | Did a at least once in the last day, and did not do x, then y, the last of them in the last 7 days.
            {"audience":"buyers"}                                                   | Is in buyers.
            {"all":[{"audience":"buyers"},{"not":{"audience":"lost"}}]}             | Is in buyers, and is not in lost.
            {"event":"a","where":{"props.a b":"say \\"hi\\""},"within":"1d"}          | Did a where "props.a b" is "say \\"hi\\"" at least once in the last day.
            """)
    void saysEachFormInItsWords(String rule, String description) {
        String a = "{\"event\":\"a\",\"within\":\"1d\"}";

        assertEquals(description, describe("{\"name\":\"x\",\"rule\":%s}".formatted(rule.replace("A", a))));
    }

    private static String describe(String body) {
        return Definition.read(Json.parse(body.getBytes(UTF_8))).description();
    }
}
