package dev.tern.index;

import static dev.tern.index.RealRedis.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.VisitorId;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexGrowthRedisTest {
    private static final int SPLIT_ABOVE = 16;
    private static final long AUDIENCE = 7;
    private static final String LEVEL = IndexKeys.level(AUDIENCE);
    private static final Clock CLOCK = Clock.systemUTC();

    private static RealRedis redis;

    private final long now = CLOCK.millis();
    private final long until = now + Duration.ofDays(30).toMillis();
    private final Index index = pod();

    @BeforeAll
    static void start() throws IOException {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @AfterEach
    void empty() {
        await(index.settled());
        redis.command(Command.FLUSHALL);
    }

    @Test
    void losesAndRepeatsNothingWhileSeveralPodsWriteAndItGrows() throws Exception {
        int pods = 4;
        for (long seed = 0; seed < 3; seed++) {
            String why = "seed " + seed;
            List<Index> writers = new ArrayList<>();
            Set<VisitorId> added = ConcurrentHashMap.newKeySet();
            var writing = new AtomicBoolean(true);

            try (ExecutorService threads = Executors.newFixedThreadPool(pods + 1)) {
                List<java.util.concurrent.Future<?>> running = new ArrayList<>();
                for (int pod = 0; pod < pods; pod++) {
                    Index writer = pod();
                    var random = new SplittableRandom(seed * pods + pod);
                    writers.add(writer);
                    running.add(threads.submit(() -> {
                        for (int batch = 0; batch < 150; batch++) {
                            List<VisitorId> visitors = visitors(random, 1 + random.nextInt(20));
                            add(writer, visitors);
                            added.addAll(visitors);
                        }
                    }));
                }
                java.util.concurrent.Future<Integer> reading = threads.submit(() -> {
                    int lists = 0;
                    for (boolean last = false; !last; lists++) {
                        last = !writing.get();
                        Set<VisitorId> before = Set.copyOf(added);
                        List<VisitorId> list = list(index, 100);
                        assertEquals(List.copyOf(new TreeSet<>(list)), list, why);
                        assertTrue(new TreeSet<>(list).containsAll(before), why);
                    }
                    return lists;
                });
                for (var writer : running) {
                    writer.get();
                }
                writing.set(false);
                assertTrue(reading.get() > 3, why);
            }
            writers.forEach(writer -> await(writer.settled()));

            assertEquals(new TreeSet<>(added), new TreeSet<>(list(index, 1_000)), why);
            assertTrue(level().bits() >= 7, why + ", " + level());
            empty();
        }
    }

    @Test
    void tellsAWriterWithAnOldLevelWhereTheBucketWent() {
        Index stale = pod();
        var random = new SplittableRandom(1);
        List<VisitorId> visitors = new ArrayList<>(visitors(random, 1));
        add(stale, visitors);
        visitors.addAll(growTo(3, random));
        List<VisitorId> late = visitors(random, 50);
        visitors.addAll(late);

        add(stale, late);

        assertEquals(sorted(visitors), list(index, 1_000));
    }

    @Test
    void goesBelowAMarkerOfWhichTheLevelKnowsNothing() {
        var random = new SplittableRandom(2);
        List<VisitorId> visitors = new ArrayList<>(growTo(3, random));
        redis.command(Command.SET, LEVEL, "2", "KEEPTTL");
        List<VisitorId> late = visitors(random, 50);
        visitors.addAll(late);
        index.forget();

        add(index, late);
        List<VisitorId> list = list(index, 1_000);
        await(index.settled());

        assertEquals(sorted(visitors), list);
        assertEquals(sorted(visitors), list(index, 1_000));
        assertTrue(level().bits() >= 3);
    }

    @Test
    void finishesAGrowthThatItsOwnerLeftHalfDone() {
        List<VisitorId> visitors = growTo(2, new SplittableRandom(3));
        Level grown = level();
        leaveHalfDone();
        redis.command(Command.SET, IndexKeys.lease(AUDIENCE), "dead", "PX", "60000");
        Index other = pod();

        List<VisitorId> whileItsLeaseLasts = list(other, 5);
        await(other.settled());
        Level before = level();
        redis.command(Command.DEL, IndexKeys.lease(AUDIENCE));
        List<VisitorId> afterwards = list(other, 5);
        await(other.settled());

        assertEquals(sorted(visitors), whileItsLeaseLasts);
        assertEquals(grown.announced(), before);
        assertEquals(sorted(visitors), afterwards);
        assertTrue(level().bits() > grown.bits(), () -> level().text());
        assertEquals(sorted(visitors), list(other, 5));
    }

    @Test
    void listsWhatIsAddedWhileItIsHalfGrown() {
        var random = new SplittableRandom(10);
        List<VisitorId> visitors = new ArrayList<>(growTo(2, random));
        leaveHalfDone();
        redis.command(Command.SET, IndexKeys.lease(AUDIENCE), "dead", "PX", "60000");
        List<VisitorId> added = visitors(random, 50);
        visitors.addAll(added);
        Index other = pod();

        add(other, added);

        assertEquals(sorted(visitors), list(other, 7));
        assertEquals(new Level(2, true), level());
    }

    @Test
    void keepsALaterEndThatWasWrittenBeforeTheCopy() {
        List<VisitorId> visitors = growTo(2, new SplittableRandom(11));
        leaveHalfDone();
        long later = until + Duration.ofDays(1).toMillis();
        Index other = pod();
        await(other.add(visitors.stream()
                .map(visitor -> new Index.Entry(AUDIENCE, visitor, later))
                .toList()));

        await(other.settled());

        assertEquals(new Level(3, false), level());
        assertEquals(
                sorted(visitors),
                await(index.page(AUDIENCE, Optional.empty(), 1_000, later - 1)).visitors());
    }

    @Test
    void removesAVisitorWhereverAHalfDoneGrowthLeftIt() {
        List<VisitorId> visitors = growTo(2, new SplittableRandom(4));
        leaveHalfDone();
        redis.command(Command.SET, IndexKeys.lease(AUDIENCE), "dead", "PX", "60000");
        List<VisitorId> removed =
                visitors.stream().filter(visitor -> visitor.low() % 2 == 0).toList();
        List<VisitorId> kept =
                visitors.stream().filter(visitor -> visitor.low() % 2 != 0).toList();

        removed.forEach(visitor -> await(index.remove(List.of(AUDIENCE), visitor)));

        assertEquals(sorted(kept), list(index, 1_000));
        redis.command(Command.DEL, IndexKeys.lease(AUDIENCE));
        assertEquals(sorted(kept), list(index, 1_000));
        await(index.settled());
        assertEquals(sorted(kept), list(index, 1_000));
    }

    @Test
    void bringsNobodyBackWhoIsRemovedBetweenTheSealingAndTheCopy() {
        List<VisitorId> visitors = visitors(new SplittableRandom(10), SPLIT_ABOVE);
        add(index, visitors);
        VisitorId removed = visitors.getFirst();
        List<Bucket> bucket = List.of(new Bucket(AUDIENCE, 0, 0));
        Buckets buckets = buckets();
        List<Put> held = await(buckets.seal(bucket));

        await(pod().remove(List.of(AUDIENCE), removed));
        await(buckets.bringBelow(bucket, held));

        assertEquals(sorted(visitors.subList(1, visitors.size())), list(index, 1_000));
    }

    @Test
    void goesOnFromACursorOfAnotherLevel() {
        var random = new SplittableRandom(5);
        List<VisitorId> visitors = visitors(random, 10);
        add(index, visitors);
        Index.Page first = await(index.page(AUDIENCE, Optional.empty(), 4, now));

        List<VisitorId> later = growTo(4, random);

        VisitorId cursor = first.visitors().getLast();
        List<VisitorId> expected = new ArrayList<>(visitors);
        expected.addAll(later);
        expected.removeIf(visitor -> visitor.compareTo(cursor) <= 0);
        assertEquals(sorted(visitors).subList(0, 4), first.visitors());
        assertEquals(sorted(expected), list(index, 7, Optional.of(cursor)));
    }

    @Test
    void givesEveryKeyALifetimeAndTheLevelTheLongest() {
        growTo(4, new SplittableRandom(6));
        leaveHalfDone();

        List<String> keys = redis.keys();

        assertTrue(keys.size() > 16, keys::toString);
        for (String key : keys) {
            long ttl = ttl(key);
            assertTrue(ttl > 0, key);
            assertTrue(key.equals(LEVEL) || ttl < ttl(LEVEL), key);
        }
    }

    @Test
    void keepsSealedEntriesAsLongAsTheyWereToLive() {
        growTo(2, new SplittableRandom(7));
        String bucket = IndexKeys.bucket(AUDIENCE, 2, 0);
        long before = ttl(bucket);

        leaveHalfDone();

        String sealed = IndexKeys.bucket(AUDIENCE, 2, 3);
        assertEquals("string", redis.command(Command.TYPE, sealed).toString());
        assertTrue(Math.abs(before - ttl(sealed)) < Duration.ofHours(1).toMillis());
    }

    @Test
    void keepsItsBucketsListpacks() {
        growTo(5, new SplittableRandom(8));

        List<String> encodings = redis.keys().stream()
                .filter(key -> redis.command(Command.TYPE, key).toString().equals("zset"))
                .map(key -> redis.command(Command.OBJECT, "ENCODING", key).toString())
                .distinct()
                .toList();

        assertEquals(1, encodings.size());
        assertTrue(Set.of("ziplist", "listpack").containsAll(encodings), encodings::toString);
    }

    @Test
    void deletesAnAudienceThatGrows() {
        growTo(4, new SplittableRandom(9));
        leaveHalfDone();
        redis.command(Command.SET, IndexKeys.lease(AUDIENCE), "other", "PX", "60000");

        await(index.delete(AUDIENCE));

        assertEquals(List.of(), list(index, 10));
        for (String key : redis.keys()) {
            assertEquals(0, redis.number(Command.STRLEN, key), key);
        }
    }

    private static Index pod() {
        return redis.index(CLOCK, SPLIT_ABOVE);
    }

    /** Announces a growth, moves a bucket, and seals another without copying what it holds. */
    private static void leaveHalfDone() {
        Level level = level();
        Buckets buckets = buckets();
        await(levels().change(AUDIENCE, level, level.announced()));
        await(buckets.move(List.of(new Bucket(AUDIENCE, level.bits(), 1))));
        await(buckets.seal(List.of(new Bucket(AUDIENCE, level.bits(), (1L << level.bits()) - 1))));
    }

    private static Levels levels() {
        return new Levels(redis.pipeline(), CLOCK, (audience, growing) -> {});
    }

    private static Buckets buckets() {
        return new Buckets(redis.pipeline(), levels(), CLOCK, SPLIT_ABOVE, (audience, growing) -> {});
    }

    /** Adds visitors until the audience has grown to so many bits. */
    private List<VisitorId> growTo(int bits, SplittableRandom random) {
        List<VisitorId> visitors = new ArrayList<>();
        do {
            List<VisitorId> some = visitors(random, 10);
            add(index, some);
            visitors.addAll(some);
            await(index.settled());
        } while (level().bits() < bits);
        return visitors;
    }

    private void add(Index into, List<VisitorId> visitors) {
        await(into.add(visitors.stream()
                .map(visitor -> new Index.Entry(AUDIENCE, visitor, until))
                .toList()));
    }

    private List<VisitorId> list(Index from, int limit) {
        return list(from, limit, Optional.empty());
    }

    private List<VisitorId> list(Index from, int limit, Optional<VisitorId> after) {
        List<VisitorId> visitors = new ArrayList<>();
        Index.Page page = await(from.page(AUDIENCE, after, limit, now));
        visitors.addAll(page.visitors());
        while (page.more()) {
            page = await(from.page(AUDIENCE, Optional.of(visitors.getLast()), limit, now));
            visitors.addAll(page.visitors());
        }
        return visitors;
    }

    private static Level level() {
        return Level.parse(redis.command(Command.GET, LEVEL).toString()).orElseThrow();
    }

    private static long ttl(String key) {
        return redis.number(Command.PTTL, key);
    }

    private static List<VisitorId> visitors(SplittableRandom random, int count) {
        return random.longs(2L * count)
                .mapToObj(high -> new VisitorId(high, random.nextLong()))
                .limit(count)
                .toList();
    }

    private static List<VisitorId> sorted(List<VisitorId> visitors) {
        return List.copyOf(new TreeSet<>(visitors));
    }
}
