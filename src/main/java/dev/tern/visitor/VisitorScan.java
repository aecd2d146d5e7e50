package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk over all records of all sites, in parts. What is there from its beginning to its end is met at least once, whoever
 * walks on; what comes or goes meanwhile may be.
 *
 * <p>A place in the walk means something to one process of Redis alone, so each answer names the process that gave it; on a cluster all
 * of its primaries together.
 */
@Singleton
public final class VisitorScan {
    /** Where a walk begins, and what {@link Part#next} says at its end. */
    public static final String START = "0";

    private final SharedRedis redis;
    private final SlotScan slots;

    VisitorScan(SharedRedis redis) {
        this.redis = redis;
        this.slots = new SlotScan(redis);
    }

    /**
     * What there is to walk over.
     *
     * @param process names this run of Redis
     * @param size how many keys it has, those of records and all others; on a cluster, how many slots
     */
    public record Extent(String process, long size) {
        public Extent {
            requireNonNull(process, "process");
        }
    }

    /**
     * Some records.
     *
     * @param process names the run of Redis to which {@code next} means something
     * @param next where to go on
     * @param lookedAt about how much of the extent it is
     */
    public record Part(String process, String next, int lookedAt, List<Visitors.Address> addresses) {
        public Part {
            requireNonNull(process, "process");
            requireNonNull(next, "next");
            addresses = List.copyOf(addresses);
        }
    }

    /** How far there is to walk. */
    public Future<Extent> extent() {
        return redis.isCluster()
                ? slots.extent()
                : ask(Request.cmd(Command.DBSIZE))
                        .map(answers -> new Extent(
                                SharedRedis.process(answers.getFirst()),
                                answers.get(1).toLong()));
    }

    /**
     * Takes a step.
     *
     * @param keys about how many keys it looks at
     */
    public Future<Part> from(String place, int keys) {
        return redis.isCluster() ? slots.from(place, keys) : scan(place, keys);
    }

    private Future<Part> scan(String place, int keys) {
        return ask(Request.cmd(Command.SCAN)
                        .arg(place)
                        .arg("MATCH")
                        .arg(VisitorKeys.RECORDS)
                        .arg("COUNT")
                        .arg(keys))
                .map(answers -> {
                    Response scanned = answers.get(1);
                    List<Visitors.Address> addresses = new ArrayList<>();
                    scanned.get(1)
                            .forEach(key -> VisitorKeys.address(key.toBytes()).ifPresent(addresses::add));
                    return new Part(
                            SharedRedis.process(answers.getFirst()),
                            scanned.get(0).toString(),
                            keys,
                            addresses);
                });
    }

    /** Asks beside the question which process answers: both go over one connection, so to the same one. */
    private Future<List<Response>> ask(Request question) {
        return redis.sendAll(List.of(Request.cmd(Command.INFO).arg("server"), question));
    }
}
