package dev.tern.index;

import static dev.tern.index.RealRedis.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.VisitorId;
import dev.tern.redis.Unreadable;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexRedisTest {
    private static final long AUDIENCE = 1_000;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final VisitorId FIRST = new VisitorId(1, 1);
    private static final VisitorId SECOND = new VisitorId(2, 0);
    private static final VisitorId LAST = new VisitorId(-1, 3);

    private static RealRedis redis;

    private final long now = System.currentTimeMillis();
    private final Index index = at(now);

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
        redis.command(Command.FLUSHALL);
    }

    @Test
    void listsInTheOrderOfTheirIds() {
        add(index, LAST, now + HOUR);
        add(index, FIRST, now + HOUR);
        add(index, SECOND, now + HOUR);

        Index.Page first = page(Optional.empty(), 2, now);
        Index.Page second = page(Optional.of(SECOND), 2, now);

        assertEquals(new Index.Page(List.of(FIRST, SECOND), true), first);
        assertEquals(new Index.Page(List.of(LAST), false), second);
    }

    @Test
    void hasNoMembersBeforeTheFirstEntry() {
        assertEquals(new Index.Page(List.of(), false), page(Optional.empty(), 10, now));
        await(index.remove(List.of(AUDIENCE), FIRST));
        await(index.delete(AUDIENCE));
        await(index.add(List.of()));

        assertEquals(List.of(), redis.keys());
    }

    @Test
    void keepsAudiencesApart() {
        await(index.add(List.of(
                new Index.Entry(AUDIENCE, FIRST, now + HOUR), new Index.Entry(AUDIENCE + 1, SECOND, now + HOUR))));

        await(index.delete(AUDIENCE + 1));

        assertEquals(List.of(FIRST), page(Optional.empty(), 10, now).visitors());
        assertEquals(2, redis.keys().size());
    }

    @Test
    void listsAVisitorUntilTheRoundedEndAndNoLonger() {
        long until = now + 5 * HOUR + 1;
        add(index, FIRST, until);

        List<VisitorId> justBefore =
                page(Optional.empty(), 10, Index.rounded(until) - 1).visitors();
        List<VisitorId> then = page(Optional.empty(), 10, Index.rounded(until)).visitors();

        assertEquals(List.of(FIRST), justBefore);
        assertEquals(List.of(), then);
    }

    @Test
    void roundsUpToTheQuarterHour() {
        long quarter = Instant.parse("2026-05-01T12:15:00Z").toEpochMilli();

        assertEquals(quarter, Index.rounded(quarter));
        assertEquals(quarter, Index.rounded(quarter - 1));
        assertEquals(quarter + Duration.ofMinutes(15).toMillis(), Index.rounded(quarter + 1));
    }

    @Test
    void neverShortensAnEntry() {
        add(index, FIRST, now + 5 * HOUR);

        add(index, FIRST, now + HOUR);

        assertEquals(List.of(FIRST), page(Optional.empty(), 10, now + 4 * HOUR).visitors());
    }

    @Test
    void dropsWhatEndedAnHourAgoWhenSomethingIsAdded() {
        add(index, FIRST, now + HOUR);
        add(index, SECOND, now + 3 * HOUR);

        add(at(now + 2 * HOUR), LAST, now + 4 * HOUR);
        long sooner = redis.number(Command.ZCARD, bucket());
        add(at(now + 3 * HOUR), LAST, now + 5 * HOUR);

        assertEquals(3, sooner);
        assertEquals(2, redis.number(Command.ZCARD, bucket()));
    }

    @Test
    void givesABucketTheLifetimeOfItsLastEntry() {
        add(index, FIRST, now + 100 * HOUR);
        add(index, SECOND, now + HOUR);

        long ttl = redis.number(Command.PTTL, bucket());

        assertTrue(ttl > 100 * HOUR && ttl < 102 * HOUR, () -> "ttl " + ttl);
    }

    @Test
    void givesTheLevelALifetimeBeyondALaterEntry() {
        add(index, FIRST, now + HOUR);

        add(index, SECOND, now + 10_000 * HOUR);

        assertTrue(redis.number(Command.PTTL, IndexKeys.level(AUDIENCE)) > redis.number(Command.PTTL, bucket()));
    }

    @Test
    void removesAVisitor() {
        add(index, FIRST, now + HOUR);
        add(index, SECOND, now + HOUR);

        await(index.remove(List.of(AUDIENCE), FIRST));

        assertEquals(List.of(SECOND), page(Optional.empty(), 10, now).visitors());
    }

    @Test
    void sendsItsScriptsAgainToAServerThatForgotThem() {
        add(index, FIRST, now + HOUR);
        redis.command(Command.SCRIPT, "FLUSH");

        add(index, SECOND, now + HOUR);

        assertEquals(List.of(FIRST, SECOND), page(Optional.empty(), 10, now).visitors());
    }

    @Test
    void addsMoreInOneGoThanOneRoundTripTakes() {
        var random = new SplittableRandom(11);
        List<Index.Entry> entries = LongStream.range(0, 3_000)
                .mapToObj(audience -> new Index.Entry(audience, new VisitorId(random.nextLong(), 0), now + HOUR))
                .toList();

        await(index.add(entries));

        for (Index.Entry entry : entries) {
            Index.Page page = await(index.page(entry.audience(), Optional.empty(), 10, now));
            assertEquals(List.of(entry.visitor()), page.visitors());
        }
    }

    @Test
    void startsAnewWhenRedisLostEverything() {
        add(index, FIRST, now + HOUR);
        redis.command(Command.FLUSHALL);
        index.forget();

        add(index, SECOND, now + HOUR);

        assertEquals(List.of(SECOND), page(Optional.empty(), 10, now).visitors());
    }

    @Test
    void beginsAnewWhereKeysAreSomethingElse() {
        long levelsBefore = Unreadable.LEVEL_BROKEN.met();
        long bucketsBefore = Unreadable.INDEX_BROKEN.met();
        redis.command(Command.SADD, IndexKeys.level(AUDIENCE), "x");
        redis.command(Command.SADD, bucket(), "x");

        add(index, FIRST, now + HOUR);

        assertEquals(List.of(FIRST), page(Optional.empty(), 10, now).visitors());
        assertEquals(1, Unreadable.LEVEL_BROKEN.met() - levelsBefore);
        assertEquals(1, Unreadable.INDEX_BROKEN.met() - bucketsBefore);
    }

    @Test
    void movesWhatIsSoundOfABucketThatHoldsMore() {
        add(index, FIRST, now + HOUR);
        for (String member : List.of("short", "x".repeat(VisitorId.BYTES + 1))) {
            redis.command(Command.ZADD, bucket(), Integer.MAX_VALUE, member);
        }
        redis.command(Command.ZADD, bucket(), "+inf", "x".repeat(VisitorId.BYTES));
        redis.command(Command.ZADD, bucket(), "1e300", "y".repeat(VisitorId.BYTES));

        Index splitting = redis.index(Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC), 4);
        add(splitting, LAST, now + HOUR);
        await(splitting.settled());

        assertEquals("1", redis.command(Command.GET, IndexKeys.level(AUDIENCE)).toString());
        assertEquals(List.of(FIRST, LAST), page(Optional.empty(), 10, now).visitors());
    }

    @Test
    void takesNoMoreThan32BytesAnEntryInBucketsOf64() {
        var random = new SplittableRandom(12);
        int audiences = 50;
        for (int audience = 0; audience < audiences; audience++) {
            long serial = AUDIENCE + audience;
            await(index.add(random.longs(64)
                    .mapToObj(low -> new Index.Entry(
                            serial, new VisitorId(random.nextLong(), low), now + random.nextInt(720) * HOUR))
                    .toList()));
        }

        long bytes = LongStream.range(AUDIENCE, AUDIENCE + audiences)
                .map(audience -> redis.number(Command.MEMORY, "USAGE", IndexKeys.bucket(audience, 0, 0)))
                .sum();

        assertTrue(bytes <= 32L * 64 * audiences, () -> (double) bytes / (64 * audiences) + " bytes an entry");
    }

    private static Index at(long millis) {
        return redis.index(Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC), 100);
    }

    private static void add(Index to, VisitorId visitor, long untilMillis) {
        await(to.add(List.of(new Index.Entry(AUDIENCE, visitor, untilMillis))));
    }

    private Index.Page page(Optional<VisitorId> after, int limit, long atMillis) {
        return await(index.page(AUDIENCE, after, limit, atMillis));
    }

    private static String bucket() {
        return IndexKeys.bucket(AUDIENCE, 0, 0);
    }
}
