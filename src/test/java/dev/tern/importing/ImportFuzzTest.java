package dev.tern.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImportFuzzTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> ODD = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(-1),
            JSON.numberNode(1e300),
            JSON.numberNode(Long.MAX_VALUE),
            JSON.textNode(""),
            JSON.textNode("999999999999.999999"),
            JSON.textNode("1e12"),
            JSON.textNode("(?i)[a-"),
            JSON.textNode("\\"),
            JSON.textNode("\u0000"),
            JSON.textNode("ᲀ-\uFFFF"),
            JSON.textNode("x".repeat(3_000)),
            JSON.arrayNode(),
            JSON.objectNode(),
            JSON.objectNode().put("operator", "and"));

    @ParameterizedTest
    @EnumSource
    void translatesDamageOrRefusesItAtAPlaceThatIsThere(Origin origin) {
        List<JsonNode> published = Stream.of("accepted", "refused")
                .flatMap(PublishedRulesTest::files)
                .filter(file -> PublishedRulesTest.origin(file) == origin)
                .map(file -> PublishedRulesTest.json(file).get("theirs"))
                .toList();
        int refused = 0;
        int seeds = 20_000;
        for (long seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            JsonNode whole = random.nextBoolean()
                    ? new RandomForeign(seed).of(origin)
                    : published.get(random.nextInt(published.size()));
            JsonNode document = damaged(whole.deepCopy(), random);
            try {
                assertFalse(origin.translate(document, "Imported").isEmpty());
            } catch (Refusal refusal) {
                refused++;
                assertTrue(
                        isThere(document, refusal.pointer()), "seed " + seed + " " + refusal.text() + " " + document);
            } catch (RuntimeException | StackOverflowError broken) {
                throw new AssertionError("seed " + seed + " " + document, broken);
            }
        }

        assertTrue(refused > seeds / 4 && refused < seeds, "refused " + refused);
    }

    @Test
    void findsAPlaceInTheJsonThatATextWrites() {
        JsonNode document = JSON.objectNode().put("rule", "{\"inclusions\":{}}");

        assertEquals(
                List.of(true, true, false),
                Stream.of("/rule/inclusions", "/rule/inclusions/rules", "/rule/other/rules")
                        .map(pointer -> isThere(document, pointer))
                        .toList());
    }

    private static JsonNode damaged(JsonNode document, SplittableRandom random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(document, containers);
            damage(containers.get(random.nextInt(containers.size())), containers, random);
        }
        return document;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(each -> collect(each, containers));
        }
    }

    private static void damage(JsonNode node, List<JsonNode> containers, SplittableRandom random) {
        JsonNode odd = random.nextInt(4) == 0
                ? containers.get(random.nextInt(containers.size())).deepCopy()
                : ODD.get(random.nextInt(ODD.size())).deepCopy();
        switch (node) {
            case ArrayNode list when list.isEmpty() || random.nextInt(3) == 0 -> list.add(odd);
            case ArrayNode list -> list.set(random.nextInt(list.size()), odd);
            case ObjectNode object when object.isEmpty() || random.nextInt(5) == 0 -> object.set("odd~/", odd);
            case ObjectNode object -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, odd);
                }
            }
            default -> throw new AssertionError(node.toString());
        }
    }

    /** Whether there is such a place in the document, or what it would be a member of. */
    private static boolean isThere(JsonNode document, String pointer) {
        String parent = pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
        JsonNode open = document.get("rule") instanceof TextNode text && pointer.startsWith("/rule/")
                ? JSON.objectNode().set("rule", Json.parse(text.textValue().getBytes(StandardCharsets.UTF_8)))
                : document;
        return pointer.isEmpty() || !open.at(parent).isMissingNode();
    }
}
