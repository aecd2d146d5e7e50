package dev.tern.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.json.Json;
import dev.tern.json.Refusal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DefinitionFuzzTest {
    private static final byte[] JSON_BYTES = "{}[]\",:\\u0dD8-+.eE19 tfn*".getBytes(UTF_8);

    @Test
    void readsEveryValidDefinition() {
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] json = RandomRules.json(seed).getBytes(UTF_8);

            Definition once = Definition.read(Json.parse(json));
            Definition again = Definition.read(Json.parse(json));

            assertEquals(once, again, "seed " + seed);
            assertEquals(once.description(), again.description(), "seed " + seed);
            assertTrue(once.description().endsWith("."), "seed " + seed);
        }
    }

    @Test
    void refusesDamageOrReadsItButNeverBreaks() {
        int refused = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] json = damaged(RandomRules.json(seed % 500).getBytes(UTF_8), seed);
            try {
                Definition definition = Definition.read(Json.parse(json));
                assertNotEquals("", definition.description(), "seed " + seed);
            } catch (Refusal refusal) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }

        assertTrue(refused > 10_000 && refused < 20_000, "refused " + refused);
    }

    private static byte[] damaged(byte[] json, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = random.nextInt(3); i >= 0; i--) {
            byte[] pool = random.nextInt(4) == 0 ? new byte[] {(byte) random.nextInt(256)} : JSON_BYTES;
            json[random.nextInt(json.length)] = pool[random.nextInt(pool.length)];
        }
        return json;
    }
}
