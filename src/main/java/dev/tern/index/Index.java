package dev.tern.index;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Per audience, the visitors that may be members: a superset of the truth, of which each is yet to be checked against the
 * visitor's record. Audiences are named by their serial, which is never used again.
 *
 * <p>Every operation is asynchronous, fails as Redis does, and may be repeated.
 */
@Singleton
public final class Index {
    /*
     * The idea. Sorted sets of at most some 100 members stay listpacks, 27 bytes an entry instead of 128. Visitor IDs are random,
     * so buckets that share the leading B bits fill evenly, and one number B, the level, says where everything is. An audience grows
     * from B to B+1 like this, each step one atomic command or script on one key:
     *
     *   announce   level "B" becomes "B+"                 from now on writers write at B+1, readers read B, then B+1
     *   for each bucket of B, in any order and any number of times:
     *     seal     the sorted set becomes a string        it can still be read, but adding to it says "moved"
     *     copy     what it holds goes to its children     scores only ever rise, so a copy undoes nothing newer
     *     empty    the string becomes "", a marker        it stands for a day
     *   finish     level "B+" becomes "B+1"
     *
     * Nothing is missing. An entry that is written to a bucket of B comes before its sealing, and so is copied, or after it, and then
     * the writer is told, and writes it below. Sealing and reading are one step, so there is no moment between them, however many
     * writers still go by "B": no second look at what changed since the copy, and none that many writers could make fail for ever.
     * An entry that is written to B+1 while its bucket is copied keeps the higher score of the two. A reader asks for the level first.
     * If it hears "B", whatever was added before it asked is in B, or was copied below: then it meets a sealed bucket or a marker
     * instead and goes on below. If it hears "B+", it reads below anyway. It always reads the children after the answer of their parent, never
     * beside it: had the children been read first, an entry could be copied after the one and emptied before the other. If it hears
     * "B+1", every bucket of B had its marker before, so nothing is there alone.
     *
     * Nothing is twice. A page takes ranges of prefixes in ascending order, sorts what it found in one, above and below, and drops what is there
     * twice. The cursor is a visitor ID, so the level may change between pages.
     *
     * A marker must outlast every writer that goes by an older level. Levels are asked for again after a minute, markers stand for a day.
     * A writer that is told "moved" goes one bit below even if the level, having lost its last change in a failover, says nothing of it, and
     * announces it again. Growing twice at once is harmless: sealing a sealed bucket returns its content, and it is emptied only by someone
     * whose copy is done. Half a growth is a legal state for as long as it takes: what is sealed lives as long as what it holds.
     * The level outlives all buckets, as whoever writes makes sure before; a level that is gone means that there are no entries.
     *
     * Who is removed, is removed for good. A removal from a sealed bucket leaves a mark there, then goes on below. The copier looks for marks after its
     * copy, and takes back what the copy brought; a removal that leaves its mark only then goes below after the copy. What is left open: a copier
     * that stood still between sealing and copying for so long that another finished the growth, and then goes on. The entry that it
     * brings back leads to no record, so it is in no answer, and goes with its score.
     */

    /** Most visitors of one page. */
    public static final int PAGE_MAX = 10_000;

    /** Of a listpack's 128, so that growing has time. */
    private static final int SPLIT_ABOVE = 100;

    private static final int VISITORS_PER_BUCKET = 64;
    private static final int BUCKETS_PER_READ_MAX = 256;
    private static final int BUCKETS_PER_CALL = 512;

    private final Pipeline pipeline;
    private final Levels levels;
    private final Buckets buckets;
    private final Growth growth;

    @Inject
    Index(SharedRedis redis, Clock clock) {
        this(redis, clock, SPLIT_ABOVE);
    }

    Index(SharedRedis redis, Clock clock, int splitAbove) {
        pipeline = new Pipeline(redis);
        levels = new Levels(pipeline, clock, this::grow);
        buckets = new Buckets(pipeline, levels, clock, splitAbove, this::grow);
        growth = new Growth(pipeline, levels, buckets);
    }

    /** A visitor that may be a member of the audience before the instant. */
    public record Entry(long audience, VisitorId visitor, long untilMillis) {
        public Entry {
            requireNonNull(visitor, "visitor");
        }
    }

    /** Visitors in ascending order, and whether there are more behind them. */
    public record Page(List<VisitorId> visitors, boolean more) {
        public Page {
            visitors = List.copyOf(visitors);
        }
    }

    /**
     * The end that the index keeps for a membership: the next quarter hour. Where a later end rounds to the same, the entry is
     * already as it should be.
     */
    public static long rounded(long untilMillis) {
        return Grid.millis(Grid.up(untilMillis));
    }

    /** Adds the entries, in one round trip but for what has moved; an entry's end only ever rises. */
    public Future<Void> add(List<Entry> entries) {
        return buckets.write(entries.stream()
                .map(entry -> new Put(entry.audience, entry.visitor, Grid.up(entry.untilMillis), 0))
                .toList());
    }

    /** Removes a visitor from audiences. */
    public Future<Void> remove(List<Long> audiences, VisitorId visitor) {
        return levels.all(audiences).compose(seen -> remove(visitor, seen));
    }

    /** Where a level changed meanwhile, the visitor may have moved, so it is looked for again. */
    private Future<Void> remove(VisitorId visitor, Map<Long, Level> seen) {
        if (seen.isEmpty()) {
            return Future.succeededFuture();
        }
        return buckets.remove(visitor, seen)
                .compose(removed -> levels.all(List.copyOf(seen.keySet())))
                .compose(now -> {
                    now.entrySet().removeAll(seen.entrySet());
                    return remove(visitor, now);
                });
    }

    /**
     * The first visitors after the cursor, in ascending order, whose entries end after now.
     *
     * @param limit 1 to {@value #PAGE_MAX}
     */
    public Future<Page> page(long audience, Optional<VisitorId> after, int limit, long nowMillis) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("limit: 1 to " + PAGE_MAX);
        }
        return stretch(audience, after, limit + 1, nowMillis)
                .map(page -> page.visitors.size() > limit ? new Page(page.visitors.subList(0, limit), true) : page);
    }

    /**
     * The same for whoever takes all: not cut off within a bucket, so maybe more than asked, that nothing is read twice.
     *
     * @param least 1 or more; there are fewer only at the end
     */
    public Future<Page> stretch(long audience, Optional<VisitorId> after, int least, long nowMillis) {
        return levels.current(audience)
                .compose(level -> level.isPresent()
                        ? stretch(audience, level.get(), after, least, nowMillis)
                        : Future.succeededFuture(new Page(List.of(), false)));
    }

    private Future<Page> stretch(long audience, Level level, Optional<VisitorId> after, int least, long nowMillis) {
        long end = 1L << level.bits();
        var next = new AtomicLong(
                after.map(visitor -> Bucket.prefix(visitor, level.bits())).orElse(0L));
        var width = new AtomicLong(least / VISITORS_PER_BUCKET + 1);
        List<VisitorId> found = new ArrayList<>();
        return Pipeline.repeat(() -> {
                    long from = next.get();
                    long to = Math.min(end, from + Math.min(width.get(), BUCKETS_PER_READ_MAX));
                    next.set(to);
                    width.set(2 * (to - from));
                    List<Bucket> range =
                            Bucket.range(audience, level.bits(), from, to).toList();
                    return buckets.read(range, level.growing(), nowMillis).map(visitors -> {
                        visitors.stream()
                                .filter(visitor -> after.isEmpty() || visitor.compareTo(after.get()) > 0)
                                .sorted()
                                .distinct()
                                .forEach(found::add);
                        return found.size() < least && to < end;
                    });
                })
                .map(done -> new Page(found, next.get() < end));
    }

    /** Removes everything of an audience that nobody writes to any more, in the background. */
    public Future<Void> delete(long audience) {
        return growth.stop(audience)
                .compose(stopped -> levels.peek(audience))
                .compose(level -> delete(audience, level));
    }

    private Future<Void> delete(long audience, Optional<Level> seen) {
        if (seen.isEmpty()) {
            return unlinkLevel(audience);
        }
        Level level = seen.get();
        return unlink(audience, level.bits())
                .compose(done -> level.growing() ? unlink(audience, level.writing()) : Future.succeededFuture())
                .compose(done -> levels.peek(audience))
                .compose(now -> now.equals(seen) ? unlinkLevel(audience) : delete(audience, now));
    }

    private Future<Void> unlink(long audience, int bits) {
        return each(audience, bits, buckets -> pipeline.send(buckets.stream()
                        .map(bucket -> Request.cmd(Command.UNLINK).arg(bucket.key()))
                        .toList())
                .mapEmpty());
    }

    /** Some buckets after the other. */
    private static Future<Void> each(long audience, int bits, Function<List<Bucket>, Future<Void>> action) {
        var next = new AtomicLong();
        return Pipeline.repeat(() -> {
            long from = next.getAndAdd(BUCKETS_PER_CALL);
            long to = Math.min(1L << bits, from + BUCKETS_PER_CALL);
            return action.apply(Bucket.range(audience, bits, from, to).toList()).map(done -> to < 1L << bits);
        });
    }

    /**
     * Lets no entry of an audience that stands now end later than this, whoever wrote it. What a growth is just copying may keep a later end; it
     * leads to no record by then.
     */
    public Future<Void> cap(long audience, long untilMillis) {
        return levels.peek(audience).compose(seen -> seen.map(level -> cap(audience, level, Grid.up(untilMillis)))
                .orElse(Future.succeededFuture()));
    }

    private Future<Void> cap(long audience, Level level, long lastQuarter) {
        Future<Void> capped = each(audience, level.bits(), some -> buckets.cap(some, lastQuarter));
        return level.growing()
                ? capped.compose(done -> each(audience, level.writing(), some -> buckets.cap(some, lastQuarter)))
                : capped;
    }

    private Future<Void> unlinkLevel(long audience) {
        levels.forget(audience);
        return pipeline.send(Stream.of(IndexKeys.level(audience), IndexKeys.lease(audience))
                        .map(key -> Request.cmd(Command.UNLINK).arg(key))
                        .toList())
                .mapEmpty();
    }

    /** Forgets what is known of Redis: to be called when Redis may have lost something, as after a failover. */
    public void forget() {
        levels.forgetAll();
    }

    /** Completes when no audience is growing on this pod any more. */
    Future<Void> settled() {
        return growth.settled();
    }

    private void grow(long audience, Level level) {
        growth.start(audience, level);
    }
}
