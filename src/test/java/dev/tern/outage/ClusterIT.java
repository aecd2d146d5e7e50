package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis Cluster of three primaries with a replica each loses a primary, and moves slots, under load. */
@SuppressWarnings("NullAway.Init") // start fills it
class ClusterIT {
    private static final int WARM = 5_000;

    /** What goes to any node goes to one of six that is dead, but once in forty times it would not. */
    private static final int SAVES = 20;

    private static final long BACK_MILLIS_MAX = 10_000;

    /** What a part of so many keys may differ by, in standard deviations: more comes once in a million times. */
    private static final double DEVIATIONS_MAX = 5;

    private static final int MOVED = 300;

    /** So many that each of three nodes and of some event loops has its turn. */
    private static final int LOOK_UPS = 40;

    /** Gives a key's content, byte by byte as Redis reads it between quotes. */
    private static final String DUMP = """
            EVAL "return (redis.call('DUMP', KEYS[1]):gsub('.', \
            function (c) return string.format('%cx%02x', 92, string.byte(c)) end))" 1\s""";

    private EmbeddedEngines engines;
    private RedisCluster cluster;
    private Packaged pod;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        cluster = RedisCluster.start(folder.resolve("cluster"), 1);
        Map<String, String> environment =
                Packaged.environment(engines, Files.createDirectory(folder.resolve("journal")));
        environment.put("TERN_JOURNAL_SIZE", "64M");
        environment.put("QUARKUS_REDIS_CLIENT_TYPE", "cluster");
        environment.put(
                "QUARKUS_REDIS_HOSTS",
                cluster.ports().stream()
                        .map(port -> "redis://127.0.0.1:" + port)
                        .collect(Collectors.joining(",")));
        pod = Packaged.start(folder, environment);
        TestSite.await("ready", () -> pod.readiness() == 200);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        pod.close();
        cluster.close();
        engines.stop();
    }

    /** Its replica has not had what came last, as may be with replicas that are asynchronous. */
    @Test
    void aPrimaryIsKilled() throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            leaveBehind(offered);

            failOver(offered, "A primary of a cluster killed", cluster.node(0)::kill);
        }
        TestSite.await("it listens to what is published, once", () -> cluster.listeners() == 1);
    }

    /** As after a part of the network was cut off: no connection ends, and what the primary has that its replica has not is gone. */
    @Test
    void aPrimaryIsReplaced() throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            RedisProcess replica = leaveBehind(offered);

            failOver(
                    offered,
                    "A primary of a cluster replaced",
                    () -> assertEquals("+OK", replica.command("CLUSTER FAILOVER TAKEOVER")));
        }
    }

    /** Has the first primary take in what its replica does not have. */
    private RedisProcess leaveBehind(Offered offered) {
        RedisProcess replica = cluster.node(RedisCluster.PRIMARIES);
        TestSite.await("warm", () -> offered.accepted() > WARM);
        replica.fallBehind();
        offered.awaitMore("some that it has not", 1_000);
        return replica;
    }

    /** It stays as it is, and Tern goes on without it. */
    @Test
    void aPrimaryHangs() throws IOException, InterruptedException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > WARM);

            failOver(offered, "A primary of a cluster frozen", cluster.node(0)::freeze);
        }
        pod.kill();
        pod = pod.again();
        TestSite.await("one that starts meanwhile", this::isBack);
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private void failOver(Offered offered, String what, Step begin) throws IOException, InterruptedException {
        RedisProcess replica = cluster.node(RedisCluster.PRIMARIES);
        begin.take();
        TestSite.await("promoted", () -> replica.answer("ROLE").startsWith("*3\nmaster"));
        long promoted = System.nanoTime();
        int then = offered.accepted();
        TestSite.await("back", this::isBack);
        long tookMillis = (System.nanoTime() - promoted) / 1_000_000;
        System.out.printf("%s: back %d ms after the promotion%n", what, tookMillis);
        assertTrue(tookMillis < BACK_MILLIS_MAX, () -> what + ": back after " + tookMillis + " ms");
        TestSite.await("some more", () -> offered.accepted() > then + 1_000);
        offered.stop();
        offered.requireFound(pod, what);
    }

    /** Wherever a visitor is, and whichever event loop answers. */
    private boolean isBack() {
        return IntStream.range(0, LOOK_UPS)
                .allMatch(i -> pod.getAnew(Offered.SITE + "/visitors/"
                                + VisitorCookie.mint().text() + "/audiences")
                        == 200);
    }

    /** Nobody reads from it, so nobody misses it, nor who publishes. */
    @Test
    void aReplicaIsKilled() {
        RedisProcess replica = cluster.node(RedisCluster.PRIMARIES);
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > WARM);

            replica.kill();

            TestSite.await("the cluster knows", () -> {
                assertEquals(
                        200,
                        pod.get(Offered.SITE + "/visitors/"
                                + VisitorCookie.mint().text() + "/audiences"));
                return cluster.node(0).answer("CLUSTER NODES").contains("slave,fail ");
            });
            for (int i = 0; i < SAVES; i++) {
                String audience = Offered.SITE + "/audiences/saved-" + i;
                assertEquals(201, pod.put(audience, """
                        {"name": "Saved", "rule": {"event": "view", "within": "1d"}}"""));
                assertEquals(200, pod.get(audience + "/size"), "what is saved is live");
            }
            offered.stop();
            assertEquals(Set.of(), offered.failures());
            offered.requireFound(pod, "A replica of a cluster killed");
        }
    }

    @Test
    void whoCameBackWithABackupIsGoneAgain() {
        VisitorId visitor = VisitorCookie.mint();
        String member = Offered.SITE + "/audiences/all/members/" + visitor.text();
        Offered.to(pod).close();
        assertEquals(202, pod.post(Offered.SITE + "/events", """
                [{"visitor": "%s", "event": "view"}]""".formatted(visitor.text())));
        assertEquals(200, pod.get(member));
        String record = IntStream.range(0, VisitorId.BYTES)
                .mapToObj(i -> "\\x%02x".formatted(visitor.bytes()[i]))
                .collect(Collectors.joining("", "\"v1:", "\""));
        RedisProcess node = cluster.owner(record);
        String backup = node.answer(DUMP + record).lines().findFirst().orElseThrow();
        assertEquals(204, pod.delete(Offered.SITE + "/visitors/" + visitor.text()));
        TestSite.await("the ledger has it", () -> cluster.owner("ledger:pending")
                .command("SCARD ledger:pending")
                .equals(":0"));
        assertEquals(404, pod.get(member));

        assertEquals("+OK", node.command("RESTORE %s 3600000 \"%s\"".formatted(record, backup)));
        int before = pod.get(member);
        cluster.owner("ledger:process").command("DEL ledger:process");

        assertEquals(200, before);
        TestSite.await("gone again", () -> pod.get(member) == 404);
    }

    @Test
    void slotsMove() {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("warm", () -> offered.accepted() > WARM);
            isSpread("v*");
            isSpread("i:*:*:*");

            List<Integer> hot = List.of(cluster.slot("sites"), cluster.slot("site:shop"), cluster.slot("i:1"));
            for (int from = 0; from < RedisCluster.PRIMARIES; from++) {
                cluster.move(fullest(from, hot), from, (from + 1) % RedisCluster.PRIMARIES);
            }

            offered.awaitMore("some more", 1_000);
            offered.stop();
            System.out.printf(
                    "Slots moved: %d MOVED, %d ASK, %d TRYAGAIN%n",
                    cluster.refused("MOVED"), cluster.refused("ASK"), cluster.refused("TRYAGAIN"));
            assertTrue(cluster.refused("MOVED") > 0, "MOVED was met");
            assertTrue(cluster.refused("ASK") > 0, "ASK was met");
            assertEquals(
                    List.of(),
                    offered.failures().stream()
                            .filter(failure -> !failure.startsWith("events: 503"))
                            .toList(),
                    "but for events whose sender is told to send them again, all are taken");
            offered.requireFound(pod, "Slots moved");
            offered.requireFollowed(pod);
        }
    }

    /** Of those that the primary has, the slots of most keys, and those of keys that are asked for all the time. */
    private List<Integer> fullest(int primary, List<Integer> hot) {
        List<Long> counts = cluster.counts(primary);
        List<Integer> slots = new ArrayList<>(
                hot.stream().filter(slot -> counts.get(slot) > 0).toList());
        IntStream.range(0, RedisCluster.SLOTS)
                .boxed()
                .filter(slot -> counts.get(slot) > 0 && !slots.contains(slot))
                .sorted(Comparator.comparing(counts::get).reversed())
                .limit(MOVED / RedisCluster.PRIMARIES)
                .forEach(slots::add);
        return slots;
    }

    /** Each primary has a third of all slots, so each of n keys with a chance of p = 1/3: a share of n p, give or take the root of n p (1 - p). */
    private void isSpread(String form) {
        List<Long> shares = IntStream.range(0, RedisCluster.PRIMARIES)
                .mapToObj(primary -> cluster.keys(primary, form))
                .toList();
        System.out.printf("Keys %s by primary: %s%n", form, shares);
        double all = shares.stream().mapToLong(share -> share).sum();
        double chance = 1.0 / RedisCluster.PRIMARIES;
        double deviation = Math.sqrt(all * chance * (1 - chance));
        for (long share : shares) {
            assertTrue(Math.abs(share - all * chance) <= DEVIATIONS_MAX * deviation, () -> form + ": " + shares);
        }
    }
}
