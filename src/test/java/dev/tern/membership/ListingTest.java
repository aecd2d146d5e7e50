package dev.tern.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tern.AudienceId;
import dev.tern.VisitorId;
import dev.tern.index.Index;
import dev.tern.membership.Memberships.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every member is listed, in order and once, however many there are and whenever Redis answers. */
class ListingTest {
    private static final Membership FAN = new Membership(new AudienceId("fans"), 0, 1);

    private final Random random = new Random(8);
    private final TreeSet<VisitorId> indexed = new TreeSet<>();
    private final List<Member> members = new ArrayList<>();

    /** What is asked of Redis and not answered yet: it answers in order. */
    private final Queue<Runnable> asked = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 501, 1_999, 2_000, 2_001, 2_100, 4_000, 23_456})
    void listsEachOnceAndInOrder(int visitors) {
        Stream.generate(this::visitor).limit(visitors).forEach(indexed::add);
        indexed.stream()
                .filter(visitor -> random.nextInt(5) > 0)
                .map(visitor -> new Member(visitor, FAN))
                .forEach(members::add);
        Listing listing = new Listing(this::candidates, this::check);

        List<Member> listed = new ArrayList<>();
        Listing.Part part;
        do {
            part = answered(listing.next());
            listed.addAll(part.members());
        } while (part.more());

        assertEquals(members, listed);
    }

    @Test
    void failsAsRedisDoes() {
        indexed.add(visitor());
        Listing listing = new Listing(this::candidates, some -> Future.failedFuture("away"));

        assertEquals("away", answered(listing.next().map(part -> "").otherwise(Throwable::getMessage)));
    }

    private VisitorId visitor() {
        byte[] bytes = new byte[VisitorId.BYTES];
        random.nextBytes(bytes);
        return VisitorId.of(bytes, 0);
    }

    private <T> T answered(Future<T> future) {
        while (!future.isComplete()) {
            assertFalse(asked.isEmpty(), "waits for nothing");
            asked.remove().run();
        }
        return future.result();
    }

    private <T> Future<T> later(T answer) {
        Promise<T> promise = Promise.promise();
        asked.add(() -> promise.complete(answer));
        return promise.future();
    }

    /** As the index gives them: at least so many, unless it is the end. */
    private Future<Index.Page> candidates(Optional<VisitorId> after) {
        List<VisitorId> rest = after.map(visitor -> indexed.tailSet(visitor, false)).orElse(indexed).stream()
                .limit(Listing.CANDIDATES + random.nextInt(200))
                .toList();
        boolean more = rest.size() >= Listing.CANDIDATES && !rest.getLast().equals(indexed.getLast());
        return later(new Index.Page(rest, more));
    }

    private Future<List<Member>> check(List<VisitorId> some) {
        Set<VisitorId> among = Set.copyOf(some);
        return later(members.stream()
                .filter(member -> among.contains(member.visitor()))
                .toList());
    }
}
