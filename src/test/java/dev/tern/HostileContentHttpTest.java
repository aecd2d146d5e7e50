package dev.tern;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorHashes;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands under a key of Tern's, questions are answered, visitors recorded anew and erased, and what was unreadable is counted. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class HostileContentHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";
    private static final String OTHER_FORMAT = "hex 30cafe00112233445566778899";

    @Inject
    SharedRedis redis;

    @Inject
    Catalog catalog;

    @Inject
    VisitorHashes hashes;

    /** What no key of Tern's holds under any circumstances, or not where it is put. */
    static Stream<String> types() {
        return Stream.of("SADD key x", "HSET key a b", "RPUSH key x", "ZADD key 1 x", "XADD key * a b", "SET key x");
    }

    static Stream<String> records() {
        return Stream.concat(
                types(),
                Stream.of(
                        "SET key " + OTHER_FORMAT,
                        "SET key hex 20",
                        "SET key hex 2f00000000000000000000",
                        "SET key hex 20000000000000000000ffffffffffffffffffff"));
    }

    static Stream<String> tombstones() {
        return Stream.concat(types(), Stream.of("SET key hex ", "SET key hex 6565", "SET key hex 00"));
    }

    static Stream<String> levels() {
        return Stream.concat(
                types(),
                Stream.of("SET key hex ", "SET key -1", "SET key 25", "SET key 24+", "SET key 07", "SET key 1e1"));
    }

    static Stream<String> buckets() {
        return Stream.concat(
                types(),
                Stream.of(
                        "SET key hex ",
                        "SET key hex " + "7f".repeat(33),
                        "SET key hex " + "ff".repeat(20),
                        "ZADD key 9999999 hex " + "ab".repeat(15),
                        "ZADD key inf hex " + "ab".repeat(16),
                        "ZADD key inf hex " + "ab".repeat(40)));
    }

    /** A site with one audience, and a visitor in it. */
    private final class Scene {
        final TestSite site =
                TestSite.create("opt-out", ", \"minimumAudienceSize\": 0").audience("fans", FANS);
        final LiveSite live = catalog.site(site.id()).orElseThrow();
        final String cookie = site.cookie(site.hit("e=view"));
        final String visitor = TestSite.visitor(cookie);

        Scene() {
            site.awaitAudiences(visitor, "fans");
        }

        String base36(long number) {
            return Long.toString(number, Character.MAX_RADIX);
        }

        byte[] record() {
            String beginning = "v" + base36(live.serial()) + ":";
            byte[] key = Arrays.copyOf(beginning.getBytes(UTF_8), beginning.length() + VisitorId.BYTES);
            VisitorId.parse(visitor).orElseThrow().write(key, beginning.length());
            return key;
        }

        byte[] index(String rest) {
            return ("i:" + base36(live.rules().serials().getFirst()) + rest).getBytes(UTF_8);
        }

        byte[] tombstone() {
            VisitorId id = VisitorId.parse(visitor).orElseThrow();
            String hash = new String(hashes.of(live.serial(), id).getFirst(), ISO_8859_1);
            return ("t" + base36(live.serial()) + ":" + hash).getBytes(ISO_8859_1);
        }

        void asksEverything() {
            String of = site.path("/visitors/" + visitor);
            assertAnswered(site.hit(cookie, "e=view"));
            assertAnswered(given().header("Cookie", cookie).get("/privacy/" + site.id()));
            assertAnswered(admin().body(event(visitor)).post(site.path("/events")));
            for (String path : List.of(
                    of,
                    of + "/audiences",
                    of + "/audiences/fans/explanation",
                    site.path("/audiences/fans"),
                    site.path("/audiences/fans/members"),
                    site.path("/audiences/fans/members/" + visitor),
                    site.path("/audiences/fans/size"))) {
                assertAnswered(admin().get(path));
            }
            assertAnswered(admin().accept("application/x-ndjson").get(site.path("/audiences/fans/members")));
            assertAnswered(
                    admin().body("{\"visitors\": [\"%s\"]}".formatted(visitor)).post(site.path("/lookups")));
        }

        /** Also a visitor whom nobody knows yet, who is in the list at once. */
        void recordsAnewAndErases() {
            String fresh = TestSite.newVisitor();
            for (String each : List.of(visitor, fresh)) {
                site.event(each, "view", Instant.now());
                site.awaitAudiences(each, "fans");
            }
            TestSite.await("listed", () -> members().contains(fresh));
            for (String each : List.of(visitor, fresh)) {
                erases(each);
            }
        }

        List<String> members() {
            return admin().get(site.path("/audiences/fans/members"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("members.visitor");
        }

        void erases(String each) {
            admin().delete(site.path("/visitors/" + each)).then().statusCode(204);
            assertEquals(Map.of(), Dump.of(redis).about(VisitorId.parse(each).orElseThrow()));
            assertEquals(List.of(), site.audiencesOf(each));
        }

        private String event(String each) {
            return """
                    [{"visitor": "%s", "event": "view", "time": "%s", "consent": "granted"}]""".formatted(each, Instant.now());
        }
    }

    private static void assertAnswered(Response answer) {
        assertTrue(answer.statusCode() < 500, () -> answer.statusCode() + " " + answer.asString());
    }

    /** Sends a command about a key, where something stood; what comes behind {@code hex} is bytes. */
    private void plant(byte[] key, String command) {
        if (!command.startsWith("ZADD key") || command.equals("ZADD key 1 x")) {
            send(Request.cmd(Command.DEL).arg(key));
        }
        String[] words = command.split(" hex ", -1)[0].split(" ");
        Request request = Request.cmd(Command.create(words[0])).arg(key);
        Stream.of(words).skip(2).forEach(request::arg);
        if (command.contains(" hex ")) {
            request.arg(HexFormat.of().parseHex(command.substring(command.indexOf(" hex ") + " hex ".length())));
        }
        send(request);
    }

    private io.vertx.redis.client.Response send(Request request) {
        return SharedRedis.await(redis.send(request));
    }

    private static double unreadable(String kind) {
        return TestSite.metricSum("tern_unreadable_total{kind=\"" + kind + "\"");
    }

    @ParameterizedTest
    @MethodSource("records")
    void beginsARecordAnew(String content) {
        var scene = new Scene();
        double before = unreadable("record");
        plant(scene.record(), content);

        assertEquals(List.of(), scene.site.audiencesOf(scene.visitor));
        scene.asksEverything();
        scene.recordsAnewAndErases();

        assertTrue(unreadable("record") > before);
    }

    @ParameterizedTest
    @MethodSource("tombstones")
    void knowsWhoIsGoneWhateverTheTombstoneSays(String content) {
        var scene = new Scene();
        byte[] tombstone = scene.tombstone();
        scene.erases(scene.visitor);
        double before = unreadable("tombstone");
        plant(tombstone, content);

        scene.asksEverything();
        scene.erases(scene.visitor);

        assertEquals("e", send(Request.cmd(Command.GET).arg(tombstone)).toString());
        assertTrue(unreadable("tombstone") > before || !content.startsWith("SET"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void withdrawsWhateverStandsAtTheTombstone(String content) {
        var scene = new Scene();
        byte[] tombstone = scene.tombstone();
        plant(tombstone, content);

        assertAnswered(scene.site.hit(scene.cookie, "e=view&consent=denied"));

        TestSite.await(
                "withdrawn",
                () -> send(Request.cmd(Command.TYPE).arg(tombstone)).toString().equals("string")
                        && send(Request.cmd(Command.GET).arg(tombstone))
                                .toString()
                                .equals("w"));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void beginsALevelAnew(String content) {
        var scene = new Scene();
        double before = unreadable("level");
        plant(scene.index(""), content);

        scene.asksEverything();
        scene.recordsAnewAndErases();

        assertTrue(unreadable("level") > before);
        assertEquals("0", send(Request.cmd(Command.GET).arg(scene.index(""))).toString());
    }

    @ParameterizedTest
    @MethodSource("buckets")
    void passesOverWhatIsNoEntryOfTheIndex(String content) {
        var scene = new Scene();
        plant(scene.index(":0:0"), content);

        scene.asksEverything();
        if (content.startsWith("ZADD") && !content.endsWith("x")) {
            assertEquals(List.of(scene.visitor), scene.members());
        }
        scene.recordsAnewAndErases();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SADD key x", "HSET key a b", "SET key hex 7f7f7f", "ZADD key 9999999 hex abab"})
    void countsWhatIsNoEntryOfTheIndex(String content) {
        var scene = new Scene();
        double before = unreadable("index");
        plant(scene.index(":0:0"), content);

        scene.members();

        assertEquals(before + 1, unreadable("index"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void grantsNoGrowthToWhatIsNoLease(String content) {
        var scene = new Scene();
        plant(scene.index(":g"), content);

        scene.asksEverything();
        scene.recordsAnewAndErases();
    }

    static Stream<String> definitions() {
        return Stream.concat(
                types(),
                Stream.of(
                        "{\"format\": 2",
                        "{\"format\": \"2\"}",
                        "{\"format\": 3, \"id\": \"new\"}",
                        "{\"format\": 2, \"id\": 7}",
                        "[]",
                        "null"));
    }

    /** The running pods keep what they know; for one that starts, the control plane publishes it anew. */
    @ParameterizedTest
    @MethodSource("definitions")
    void keepsASiteWhateverIsPublishedOfIt(String content) {
        var scene = new Scene();
        byte[] key = ("site:" + scene.site.id()).getBytes(UTF_8);
        String published = send(Request.cmd(Command.GET).arg(key)).toString();
        double before = unreadable("definitions");

        TestSite.await("unreadable", () -> {
            if (content.contains(" key ")) {
                plant(key, content);
            } else {
                send(Request.cmd(Command.SET).arg(key).arg(content));
            }
            send(Request.cmd(Command.HSET).arg("sites").arg(scene.site.id()).arg("other"));
            catalog.refresh();
            return unreadable("definitions") > before;
        });

        scene.asksEverything();
        TestSite.await("published anew", () -> redis.get(key)
                .map(found -> found != null && found.toString().equals(published))
                .toCompletionStage()
                .toCompletableFuture()
                .join());
        scene.recordsAnewAndErases();
    }

    @Test
    void takesNoOtherSiteForThisOne() {
        var scene = new Scene();
        var other = new Scene();
        byte[] key = ("site:" + scene.site.id()).getBytes(UTF_8);
        byte[] published =
                send(Request.cmd(Command.GET).arg("site:" + other.site.id())).toBytes();
        double before = unreadable("definitions");

        TestSite.await("unreadable", () -> {
            send(Request.cmd(Command.SET).arg(key).arg(published).arg("KEEPTTL"));
            send(Request.cmd(Command.HSET).arg("sites").arg(scene.site.id()).arg("other"));
            catalog.refresh();
            return unreadable("definitions") > before;
        });

        assertEquals(
                scene.live.serial(), catalog.site(scene.site.id()).orElseThrow().serial());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SADD key x", "RPUSH key x", "ZADD key 1 x", "XADD key * a b", "SET key x"})
    void publishesAllAnewWhereTheVersionsAreNone(String content) {
        var scene = new Scene();
        byte[] sites = "sites".getBytes(UTF_8);
        plant(sites, content);

        scene.asksEverything();
        TestSite.await("published anew", () -> redis.send(
                        Request.cmd(Command.HGET).arg(sites).arg(scene.site.id()))
                .map(found -> found != null)
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .join());
        scene.recordsAnewAndErases();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HSET key a b",
                "RPUSH key x",
                "ZADD key 1 x",
                "XADD key * a b",
                "SET key x",
                "SADD key x",
                "SADD key 1:AAAAAAAAAAAAAAAAAAAAAA:e:9223372036854775807",
                "SADD key :::"
            })
    void notesForTheLedgerWhateverStoodThere(String content) {
        var scene = new Scene();
        double before = unreadable("tombstone");
        plant("ledger:pending".getBytes(UTF_8), content);

        scene.asksEverything();
        scene.recordsAnewAndErases();

        TestSite.await(
                "in the ledger",
                () -> send(Request.cmd(Command.EXISTS).arg("ledger:pending")).toInteger() == 0);
        assertTrue(unreadable("tombstone") > before);
    }

    @ParameterizedTest
    @MethodSource("types")
    void followsTheLedgerWhateverStoodThere(String content) {
        var scene = new Scene();
        plant("ledger:process".getBytes(UTF_8), content);

        scene.asksEverything();
        scene.recordsAnewAndErases();

        TestSite.await("follows", () -> redis.get("ledger:process".getBytes(UTF_8))
                .map(found -> found != null && found.toString().length() > 10)
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SADD key x", "SET key x", "HSET key 1 x", "HSET key looked x of y"})
    void passesOverTheIndexWhateverStoodThere(String content) {
        var scene = new Scene();
        double before = unreadable("pass");
        for (String key : List.of("{indexing}", "{indexing}:done", "{indexing}:lease")) {
            plant(key.getBytes(UTF_8), content);
        }

        scene.asksEverything();
        scene.recordsAnewAndErases();
        TestSite.await(
                "complete",
                () -> Boolean.TRUE.equals(admin().get(scene.site.path("/audiences/fans"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .<Boolean>path("lists.complete")));

        assertTrue(unreadable("pass") > before);
    }
}
