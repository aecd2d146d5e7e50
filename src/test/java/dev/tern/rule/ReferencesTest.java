package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.AudienceId;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final String DID_X = "{\"event\":\"x\",\"within\":\"1d\"}";

    private final Map<AudienceId, References.Node> site = new HashMap<>();

    @Test
    void namesAnAudienceOfTheSite() {
        save("buyers", DID_X);

        assertDoesNotThrow(() -> require("lost", in("buyers")));
    }

    @Test
    void refusesAnAudienceThatIsNotThereAtItsPlace() {
        save("buyers", DID_X);

        assertEquals(
                "/rule/all/1/not/any/0/audience: an audience of the site; there is no nobody",
                refusal("lost", "{\"all\":[%s,{\"not\":{\"any\":[%s]}}]}".formatted(in("buyers"), in("nobody"))));
    }

    @Test
    void refusesAnAudienceThatNamesItself() {
        save("lost", DID_X);

        assertEquals(
                "/rule/audience: an audience that does not lead back to this one, as lost does",
                refusal("lost", in("lost")));
    }

    @Test
    void refusesAnAudienceThatDoesNotExistYetAndNamesItself() {
        assertEquals(
                "/rule/audience: an audience that does not lead back to this one, as lost does",
                refusal("lost", in("lost")));
    }

    @Test
    void refusesACircleOfThree() {
        save("a", DID_X);
        save("b", in("a"));
        save("c", "{\"all\":[%s,%s]}".formatted(DID_X, in("b")));

        assertEquals(
                "/rule/any/1/audience: an audience that does not lead back to this one, as c does",
                refusal("a", "{\"any\":[%s,%s]}".formatted(DID_X, in("c"))));
    }

    @Test
    void namesOneAudienceTwoWays() {
        save("a", DID_X);
        save("b", in("a"));
        save("c", in("a"));

        assertDoesNotThrow(() -> require("d", "{\"all\":[%s,%s]}".formatted(in("b"), in("c"))));
    }

    @Test
    void leadsAsFarAsTheLimitAndNoFarther() {
        save("a0", DID_X);
        for (int i = 1; i <= Limits.REFERENCE_DEPTH_MAX; i++) {
            require("a" + i, in("a" + (i - 1)));
            save("a" + i, in("a" + (i - 1)));
        }

        assertEquals("/rule: this: at most 8 audiences within each other", refusal("one-more", in("a8")));
    }

    @Test
    void refusesARuleThatMakesAnotherLeadTooFar() {
        save("below", DID_X);
        save("a0", DID_X);
        for (int i = 1; i <= Limits.REFERENCE_DEPTH_MAX; i++) {
            save("a" + i, in("a" + (i - 1)));
        }

        assertEquals("/rule: audience a8: at most 8 audiences within each other", refusal("a0", in("below")));
    }

    @Test
    void countsTheRulesOfAnAudienceAsOftenAsItIsNamed() {
        save("large", "{\"all\":[%s]}".formatted(String.join(",", Collections.nCopies(99, DID_X))));

        assertDoesNotThrow(() -> require("nine", times(9, in("large"))));
        assertEquals(
                "/rule: this: at most 1000 rules with those of the audiences that it names",
                refusal("ten", times(10, in("large"))));
    }

    @Test
    void refusesARuleThatMakesAnotherTooLarge() {
        save("small", DID_X);
        save("many", times(90, in("small")));

        assertEquals(
                "/rule: audience many: at most 1000 rules with those of the audiences that it names",
                refusal("small", times(20, DID_X)));
    }

    @Test
    void comesToAnEndWhereEachNamesTheOneBeforeAHundredTimes() {
        save("a0", DID_X);
        for (int i = 1; i <= 7; i++) {
            save("a" + i, times(100, in("a" + (i - 1))));
        }

        assertEquals(
                "/rule: this: at most 1000 rules with those of the audiences that it names",
                refusal("top", times(100, in("a7"))));
    }

    @Test
    void countsTheStepsOfASequence() {
        assertEquals(3, References.Node.of(rule("""
                {"sequence":[{"event":"x"},{"event":"y"},{"event":"z"}],"within":"1d"}""")).rules());
    }

    @Test
    void knowsWhichAudiencesLeadToOne() {
        save("a", DID_X);
        save("b", in("a"));
        save("c", in("b"));
        save("d", DID_X);

        assertEquals(Set.of(new AudienceId("b"), new AudienceId("c")), References.leadingTo(new AudienceId("a"), site));
        assertEquals(Set.of(), References.leadingTo(new AudienceId("c"), site));
    }

    @Test
    void takesARuleThatNobodyNames() {
        save("a", DID_X);

        assertDoesNotThrow(() -> References.require(Optional.empty(), rule(in("a")), site));
    }

    private void save(String audience, String rule) {
        site.put(new AudienceId(audience), References.Node.of(rule(rule)));
    }

    private void require(String audience, String rule) {
        References.require(Optional.of(new AudienceId(audience)), rule(rule), site);
    }

    private String refusal(String audience, String rule) {
        return String.valueOf(
                assertThrows(Refusal.class, () -> require(audience, rule)).getMessage());
    }

    private static String in(String audience) {
        return "{\"audience\":\"%s\"}".formatted(audience);
    }

    private static String times(int times, String rule) {
        List<String> rules = Collections.nCopies(times, rule);
        return "{\"all\":[%s]}".formatted(String.join(",", rules));
    }

    private static Rule rule(String rule) {
        String body = "{\"name\":\"x\",\"rule\":%s}".formatted(rule);
        return Definition.read(Json.parse(body.getBytes(UTF_8))).rule();
    }
}
