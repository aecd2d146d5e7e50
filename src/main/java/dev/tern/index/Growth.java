package dev.tern.index;

import dev.tern.redis.Script;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Splits audiences by one bit more, in the background. One pod at a time grows an audience; a growth that it leaves half done
 * is begun anew by whoever meets it once its lease has ended. The lease saves work: two pods that grow the same audience at once
 * do no harm.
 */
final class Growth {
    private static final Logger LOG = Logger.getLogger(Growth.class);

    /** At once on this pod; the others wait for their turn. */
    private static final int RUNNING_MAX = 4;

    /** A step takes Redis about 2 ms, so that hits wait no longer than that. */
    private static final int BUCKETS_PER_STEP = 16;

    /** Prolongs the lease: 0 when it is another's. */
    private static final Script PROLONG = Script.of("""
            return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0
            """);

    private static final Script RELEASE = Script.of("""
            return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0
            """);

    private final Pipeline pipeline;
    private final Levels levels;
    private final Buckets buckets;
    private final ConcurrentMap<Long, Future<Void>> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Level> waiting = new ConcurrentHashMap<>();

    Growth(Pipeline pipeline, Levels levels, Buckets buckets) {
        this.pipeline = pipeline;
        this.levels = levels;
        this.buckets = buckets;
    }

    /** Lets the audience grow from the level that was seen, or finishes the growth that was; in its turn where others are under way. */
    void start(long audience, Level seen) {
        Promise<Void> done = Promise.promise();
        if (running.size() >= RUNNING_MAX || running.putIfAbsent(audience, done.future()) != null) {
            if (!seen.growing()) {
                waiting.put(audience, seen);
            }
            return;
        }
        grow(audience, seen).onComplete(grown -> {
            running.remove(audience);
            if (grown.failed()) {
                LOG.warnf(
                        grown.cause(),
                        "The index of audience %d stopped growing; the next entry lets it go on",
                        audience);
            }
            startWaiting();
            done.complete();
        });
    }

    private void startWaiting() {
        for (long audience : List.copyOf(waiting.keySet())) {
            Level seen = waiting.remove(audience);
            if (seen != null) {
                start(audience, seen);
            }
        }
    }

    /** Takes the lease from whoever lets the audience grow, who then stops before the next step, and lets nobody else begin. */
    Future<Void> stop(long audience) {
        return pipeline.send(List.of(Request.cmd(Command.SET)
                        .arg(IndexKeys.lease(audience))
                        .arg("")
                        .arg("PX")
                        .arg(Lifetime.LEASE_MILLIS)))
                .mapEmpty();
    }

    /** Completes when no audience is growing on this pod any more. */
    Future<Void> settled() {
        List<Future<Void>> now = List.copyOf(running.values());
        return now.isEmpty() ? Future.succeededFuture() : Future.join(now).compose(done -> settled());
    }

    private Future<Void> grow(long audience, Level seen) {
        String lease = IndexKeys.lease(audience);
        String owner = UUID.randomUUID().toString();
        Request take = Request.cmd(Command.SET)
                .arg(lease)
                .arg(owner)
                .arg("NX")
                .arg("PX")
                .arg(Lifetime.LEASE_MILLIS);
        return pipeline.send(List.of(take))
                .compose(replies -> replies.getFirst() == null
                        ? Future.succeededFuture()
                        : announce(audience, seen, owner).eventually(() -> pipeline.call(RELEASE.on(lease, owner))));
    }

    private Future<Void> announce(long audience, Level seen, String owner) {
        Level announced = new Level(seen.bits(), true);
        return levels.change(audience, new Level(seen.bits(), false), announced)
                .compose(grows -> grows ? moveAll(audience, announced, owner) : Future.succeededFuture());
    }

    private Future<Void> moveAll(long audience, Level announced, String owner) {
        var next = new AtomicLong();
        long end = 1L << announced.bits();
        return Pipeline.repeat(() -> {
            long from = next.getAndAdd(BUCKETS_PER_STEP);
            if (from >= end) {
                return levels.change(audience, announced, announced.grown()).map(false);
            }
            return pipeline.call(PROLONG.on(IndexKeys.lease(audience), owner, Lifetime.LEASE_MILLIS))
                    .compose(ours -> Pipeline.number(ours) == 0
                            ? Future.succeededFuture(false)
                            : buckets.move(Bucket.range(
                                                    audience,
                                                    announced.bits(),
                                                    from,
                                                    Math.min(end, from + BUCKETS_PER_STEP))
                                            .toList())
                                    .map(true));
        });
    }
}
