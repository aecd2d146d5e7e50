package dev.tern.outage;

import dev.tern.TestSite;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A real Redis Cluster of three primaries, each with as many replicas, in processes that can be killed, and between which slots can move. */
public final class RedisCluster implements AutoCloseable {
    static final int SLOTS = 16_384;
    static final int PRIMARIES = 3;

    /** A node's port for the others is by so much higher than the one for clients. */
    private static final int BUS = 10_000;

    private static final int PORT_MAX = 65_535 - BUS;

    /** Short, so that a failover is; and a replica that lost its primary long ago is promoted all the same. */
    private static final String[] NODE = {
        "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-replica-validity-factor", "0"
    };

    /** Moves some keys of a slot, and says how many. */
    private static final String MOVE = """
            EVAL "local keys = redis.call('CLUSTER', 'GETKEYSINSLOT', ARGV[1], 10) \
            if #keys > 0 then redis.call('MIGRATE', '127.0.0.1', ARGV[2], '', 0, 5000, 'KEYS', unpack(keys)) end \
            return #keys" 0\
            """;

    /** Says of each slot how many keys the node has of it. */
    private static final String COUNT = """
            EVAL "local counts = {} \
            for slot = 0, 16383 do counts[slot + 1] = redis.call('CLUSTER', 'COUNTKEYSINSLOT', slot) end \
            return counts" 0\
            """;

    private final List<RedisProcess> nodes;

    private RedisCluster(List<RedisProcess> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Starts and joins the nodes, and waits until they know each other. */
    public static RedisCluster start(Path folder, int replicasEach) throws IOException {
        List<RedisProcess> nodes = new ArrayList<>();
        List<Integer> ports = Stream.generate(RedisCluster::freePort)
                .filter(port -> port <= PORT_MAX)
                .distinct()
                .limit(PRIMARIES * (1L + replicasEach))
                .toList();
        for (int port : ports) {
            nodes.add(RedisProcess.start(folder.resolve("node-" + port), port, NODE));
        }
        var cluster = new RedisCluster(nodes);
        cluster.join();
        return cluster;
    }

    private static int freePort() {
        try {
            return EmbeddedEngines.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void join() {
        for (int i = 0; i < PRIMARIES; i++) {
            ok(i, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            ok(
                    i,
                    IntStream.range(i * SLOTS / PRIMARIES, (i + 1) * SLOTS / PRIMARIES)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ", "CLUSTER ADDSLOTS ", "")));
        }
        nodes.stream().skip(1).forEach(node -> ok(0, "CLUSTER MEET 127.0.0.1 " + node.port()));
        awaitAll("cluster_known_nodes:" + nodes.size());
        for (int i = PRIMARIES; i < nodes.size(); i++) {
            ok(i, "CLUSTER REPLICATE " + id(i % PRIMARIES));
        }
        awaitAll("cluster_state:ok");
        String replicas = "connected_slaves:" + (nodes.size() / PRIMARIES - 1);
        TestSite.await("replicas follow", () -> IntStream.range(0, PRIMARIES)
                .allMatch(i -> node(i).answer("INFO replication").contains(replicas)));
    }

    private void awaitAll(String says) {
        TestSite.await(says, () -> nodes.stream()
                .allMatch(node -> node.answer("CLUSTER INFO").contains(says)));
    }

    private String ok(int node, String command) {
        String answer = node(node).command(command);
        if (answer.startsWith("-")) {
            throw new AssertionError(command + ": " + answer);
        }
        return answer;
    }

    private String id(int node) {
        return node(node).answer("CLUSTER MYID").lines().findFirst().orElseThrow();
    }

    /** Of the first three, at the beginning, each is a primary, and the one three further on its replica. */
    RedisProcess node(int i) {
        return nodes.get(i);
    }

    /** The ports of the first primaries. */
    public List<Integer> ports() {
        return nodes.subList(0, PRIMARIES).stream().map(RedisProcess::port).toList();
    }

    /** How many keys of each slot a node has. */
    List<Long> counts(int node) {
        return node(node)
                .answer(COUNT)
                .lines()
                .filter(line -> line.startsWith(":"))
                .map(line -> Long.parseLong(line.substring(1)))
                .toList();
    }

    /** How many keys of this form a node has. */
    long keys(int node, String form) {
        return number(node, "EVAL \"return #redis.call('KEYS', ARGV[1])\" 0 " + form);
    }

    private long number(int node, String command) {
        return Long.parseLong(ok(node, command).substring(1));
    }

    /** In which slot a key is. */
    int slot(String key) {
        return (int) number(0, "CLUSTER KEYSLOT " + key);
    }

    /** The primary that has a key, unless slots have moved. */
    RedisProcess owner(String key) {
        int slot = slot(key);
        return node(IntStream.range(0, PRIMARIES)
                .filter(i -> slot < (i + 1) * SLOTS / PRIMARIES)
                .findFirst()
                .orElseThrow());
    }

    /** How often all nodes together refused a command so, such as by {@code MOVED}. */
    long refused(String code) {
        return nodes.stream()
                .flatMap(node -> node.answer("INFO errorstats").lines())
                .filter(line -> line.startsWith("errorstat_" + code + ":count="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .sum();
    }

    /** How many clients listen to announcements. */
    long listeners() {
        return nodes.stream()
                .flatMap(node -> node.answer("CLIENT LIST TYPE pubsub").lines())
                .filter(line -> line.startsWith("id="))
                .count();
    }

    /** Has slots move from one primary to another, all of them at once, and few keys at a time. */
    public void move(List<Integer> slots, int from, int to) {
        String source = id(from);
        String target = id(to);
        for (int slot : slots) {
            ok(to, "CLUSTER SETSLOT %d IMPORTING %s".formatted(slot, source));
            ok(from, "CLUSTER SETSLOT %d MIGRATING %s".formatted(slot, target));
        }
        for (int slot : slots) {
            while (number(from, MOVE + " " + slot + " " + node(to).port()) > 0) {
                Thread.onSpinWait();
            }
        }
        for (int slot : slots) {
            for (int node : new int[] {to, from, PRIMARIES - to - from}) {
                ok(node, "CLUSTER SETSLOT %d NODE %s".formatted(slot, target));
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
