package dev.tern.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.AudienceId;
import dev.tern.Forger;
import dev.tern.SiteId;
import dev.tern.consent.Policy;
import dev.tern.consent.Regions;
import dev.tern.consent.Terms;
import dev.tern.json.Json;
import dev.tern.rule.Definition;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever stands where a site is published, it is nothing, or a site that can be served. */
class SnapshotFuzzTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JSON.getNodeFactory();
    private static final List<String> DEFINITIONS = List.of("""
            {"name": "fans", "rule": {"event": "view", "times": {"atLeast": 2}, "within": "30d"}, "keep": "7d"}""", """
            {"name": "spenders", "rule": {"event": "purchase", "sum": {"of": "value", "atLeast": 100}, "within": "90d"}}""", """
            {"name": "others", "rule": {"all": [{"event": "cart", "within": "1d"}, {"not": {"audience": "a0"}}]}}""");

    private static final int PARTS = 40;
    private static final int FORGERIES = 1_000_000;

    /** Of what it says of each audience that it can't compile. */
    private static final Logger LOG = Logger.getLogger(Compiling.class.getName());

    @BeforeAll
    static void hush() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    private static String published(List<String> definitions) {
        List<Snapshot.Audience> audiences = new ArrayList<>();
        List<Snapshot.Trait> traits = new ArrayList<>();
        for (String text : definitions) {
            JsonNode definition = Json.parse(text.getBytes(UTF_8));
            for (Trait trait : Definition.read(definition).rule().traits()) {
                traits.add(new Snapshot.Trait(traits.size(), trait.canonical()));
            }
            int number = audiences.size();
            audiences.add(new Snapshot.Audience(new AudienceId("a" + number), 100 + number, definition));
        }
        return SnapshotJson.write(new Snapshot(
                new SiteId("shop"),
                1,
                2,
                new SiteSettings(
                        "Shop",
                        List.of("shop.example"),
                        ZoneOffset.UTC,
                        new Terms(
                                Policy.REQUIRED,
                                Optional.of(new Regions("X-Country", Set.of("DE"), Set.of("US"))),
                                OptionalInt.of(755)),
                        Optional.of("shop.example"),
                        100,
                        Optional.of(new Window(180_000))),
                List.of(new Snapshot.Key("k", "00ff", Set.of(Scope.MEMBERS_READ))),
                traits,
                audiences));
    }

    private static Optional<LiveSite> served(byte[] bytes) {
        return SnapshotJson.read(bytes).map(snapshot -> LiveSite.of(snapshot, null));
    }

    @Test
    void servesWhatIsPublished() {
        LiveSite site = served(published(DEFINITIONS).getBytes(UTF_8)).orElseThrow();

        assertEquals(3, site.rules().audiences().size());
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void servesNothingOrASiteOfAMillionForgedTexts() {
        String small = published(List.of("""
                {"name": "fans", "rule": {"event": "view", "within": "1d"}}"""));
        var served = new AtomicInteger();

        IntStream.range(0, PARTS).parallel().forEach(part -> Forger.ofTexts(part, List.of(small))
                .each(FORGERIES / PARTS, forged -> {
                    if (served(forged).isPresent()) {
                        served.incrementAndGet();
                    } else {
                        boolean _ = SnapshotJson.isOther(forged);
                    }
                }));

        assertTrue(served.get() > FORGERIES / 30, served + " served");
    }

    /** Of each place in turn, every other type. */
    @Test
    void readsNothingOfAnotherType() throws IOException {
        JsonNode whole = JSON.readTree(published(DEFINITIONS));
        List<String> taken = new ArrayList<>();

        for (String pointer : pointers(whole, "")) {
            for (JsonNode other : others(whole.at(pointer))) {
                JsonNode changed = whole.deepCopy();
                put(changed, pointer, other);
                if (served(changed.toString().getBytes(UTF_8)).isPresent()) {
                    taken.add(pointer + " " + other);
                }
            }
        }

        assertEquals(List.of(), taken);
    }

    /** Not those within definitions: each is refused by itself, and the others are served. */
    private static List<String> pointers(JsonNode node, String at) {
        List<String> pointers = new ArrayList<>();
        if (!at.endsWith("/definition")) {
            if (!at.isEmpty()) {
                pointers.add(at);
            }
            node.properties().forEach(child -> pointers.addAll(pointers(child.getValue(), at + "/" + child.getKey())));
            for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
                pointers.addAll(pointers(node.get(i), at + "/" + i));
            }
        }
        return pointers;
    }

    private static List<JsonNode> others(JsonNode value) {
        return List.<JsonNode>of(
                        NODES.nullNode(),
                        NODES.booleanNode(true),
                        NODES.numberNode(-1),
                        NODES.numberNode(1.5),
                        NODES.textNode("?"),
                        NODES.arrayNode(),
                        NODES.objectNode())
                .stream()
                .filter(other -> other.getNodeType() != value.getNodeType() || other.isNumber())
                .toList();
    }

    private static void put(JsonNode whole, String pointer, JsonNode value) {
        int end = pointer.lastIndexOf('/');
        JsonNode parent = whole.at(pointer.substring(0, end));
        String name = pointer.substring(end + 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), value);
        }
    }
}
