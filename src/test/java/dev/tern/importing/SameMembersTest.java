package dev.tern.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.Event;
import dev.tern.json.Refusal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameMembersTest {
    private static final int RULES = 4_000;
    private static final int VISITORS = 12;

    @ParameterizedTest
    @EnumSource
    void hasTheMembersThatTheForeignRuleHas(Origin origin) {
        int translated = 0;
        int members = 0;
        for (long seed = 0; seed < RULES; seed++) {
            ObjectNode theirs = new RandomForeign(seed).of(origin);
            JsonNode ours;
            try {
                ours = origin.translate(theirs, "Imported").get("rule");
            } catch (Refusal _) {
                continue;
            }
            translated++;
            for (long visitor = 0; visitor < VISITORS; visitor++) {
                List<Event> events = new RandomVisits(seed * VISITORS + visitor).events();

                boolean member = new ForeignReading(events).isTrue(origin, theirs);

                assertEquals(member, new TernReading(events).isTrue(ours), () -> "seed %s, %s, %s, %s"
                        .formatted(theirs, ours, events, origin));
                members += member ? 1 : 0;
            }
        }

        assertTrue(translated > RULES / 2, "translated " + translated);
        assertTrue(members > RULES && members < translated * VISITORS / 2, "members " + members);
    }
}
