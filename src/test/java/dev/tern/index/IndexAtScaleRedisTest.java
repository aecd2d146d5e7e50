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
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One audience from ten members to 25,000, with the buckets of production, while pods write to it and others read it all the time. */
class IndexAtScaleRedisTest {
    private static final long AUDIENCE = 9;
    private static final int MEMBERS = 25_000;
    private static final int PODS = 4;
    private static final int BATCH_MAX = 20;
    private static final List<Integer> PAGE_LIMITS = List.of(50, 500, Index.PAGE_MAX);

    /** So many members do not fit into 128 listpacks of 128. */
    private static final int BITS_MIN = 8;

    private static final Clock CLOCK = Clock.systemUTC();

    private static RealRedis redis;

    private final long now = CLOCK.millis();
    private final long until = now + Duration.ofDays(30).toMillis();
    private final Set<VisitorId> added = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final AtomicInteger listsWhileItGrew = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        redis = RealRedis.start();
    }

    @BeforeEach
    void empty() {
        redis.command(Command.FLUSHALL);
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void keepsEveryBucketAListpackWhileTensBecomeTensOfThousands() throws Exception {
        List<Index> pods = Stream.generate(() -> redis.index(CLOCK)).limit(PODS).toList();
        add(pods.getFirst(), visitors(new SplittableRandom(PODS), 10));
        assertEquals(new Level(0, false), level());
        assertAllAreListpacks();

        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int pod = 0; pod < PODS; pod++) {
                var random = new SplittableRandom(pod);
                Index index = pods.get(pod);
                writers.add(threads.submit(() -> fill(index, random)));
            }
            List<Future<?>> readers = new ArrayList<>();
            PAGE_LIMITS.forEach(limit -> readers.add(threads.submit(() -> readAllTheWhile(redis.index(CLOCK), limit))));
            try {
                for (var writer : writers) {
                    writer.get();
                }
            } finally {
                writing.set(false);
            }
            for (var reader : readers) {
                reader.get();
            }
        }
        pods.forEach(pod -> await(pod.settled()));

        assertEquals(List.copyOf(new TreeSet<>(added)), list(pods.getFirst(), 1_000));
        assertTrue(level().bits() >= BITS_MIN, () -> level().text());
        assertTrue(listsWhileItGrew.get() > 0, "no reader met a growth");
        assertAllAreListpacks();
    }

    /** As a pass over all visitors adds them, after which nobody may come for a while. */
    @Test
    void growsOnAfterALargeBatchOfTenAudiencesThatNothingFollows() {
        Index index = redis.index(CLOCK);
        List<VisitorId> visitors = visitors(new SplittableRandom(MEMBERS), 5_000);

        await(index.add(visitors.stream()
                .flatMap(visitor -> LongStream.rangeClosed(AUDIENCE, AUDIENCE + 9)
                        .mapToObj(audience -> new Index.Entry(audience, visitor, until)))
                .toList()));
        await(index.settled());

        assertEquals(List.copyOf(new TreeSet<>(visitors)), list(index, 1_000));
        assertAllAreListpacks();
    }

    private void fill(Index index, SplittableRandom random) {
        while (added.size() < MEMBERS) {
            add(index, visitors(random, 1 + random.nextInt(BATCH_MAX)));
        }
    }

    /** Each list has whoever was added before it began, in ascending order, and nobody twice. */
    private void readAllTheWhile(Index index, int limit) {
        for (boolean last = false; !last; ) {
            last = !writing.get();
            Set<VisitorId> before = Set.copyOf(added);
            Level level = level();
            List<VisitorId> list = list(index, limit);
            listsWhileItGrew.addAndGet(level.equals(level()) ? 0 : 1);
            Set<VisitorId> inOrder = new TreeSet<>(list);
            assertEquals(List.copyOf(inOrder), list, () -> "pages of " + limit);
            assertTrue(inOrder.containsAll(before), () -> "pages of " + limit);
        }
    }

    private void add(Index index, List<VisitorId> visitors) {
        await(index.add(visitors.stream()
                .map(visitor -> new Index.Entry(AUDIENCE, visitor, until))
                .toList()));
        added.addAll(visitors);
    }

    private List<VisitorId> list(Index index, int limit) {
        List<VisitorId> visitors = new ArrayList<>();
        Index.Page page = await(index.page(AUDIENCE, Optional.empty(), limit, now));
        visitors.addAll(page.visitors());
        while (page.more()) {
            page = await(index.page(AUDIENCE, Optional.of(visitors.getLast()), limit, now));
            visitors.addAll(page.visitors());
        }
        return visitors;
    }

    /** Redis 6.2 calls them ziplists. */
    private static void assertAllAreListpacks() {
        for (String key : redis.keys()) {
            if (redis.command(Command.TYPE, key).toString().equals("zset")) {
                String encoding = redis.command(Command.OBJECT, "ENCODING", key).toString();
                assertTrue(Set.of("listpack", "ziplist").contains(encoding), () -> "%s: a %s of %d"
                        .formatted(key, encoding, redis.number(Command.ZCARD, key)));
            }
        }
    }

    private static Level level() {
        return Level.parse(redis.command(Command.GET, IndexKeys.level(AUDIENCE)).toString())
                .orElseThrow();
    }

    private static List<VisitorId> visitors(SplittableRandom random, int count) {
        return Stream.generate(() -> new VisitorId(random.nextLong(), random.nextLong()))
                .limit(count)
                .toList();
    }
}
