package dev.tern.membership;

import dev.tern.VisitorId;
import dev.tern.index.Index;
import dev.tern.membership.Memberships.Member;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * All members of an audience in ascending order, some at a time. The records of what follows are on their way while those at hand are checked
 * and sent, so that neither Redis nor Tern waits for the other. To be asked for one part after the other, by one event loop.
 */
final class Listing {
    /** Of the index, at a time. What else this event loop asks Redis meanwhile waits for the records of so many, some three milliseconds. */
    static final int CANDIDATES = 2_000;

    private static final int RECORDS_PER_READ = 500;

    private final Function<Optional<VisitorId>, Future<Index.Page>> candidates;
    private final Function<List<VisitorId>, Future<List<Member>>> check;
    private final Queue<Future<List<Member>>> coming = new ArrayDeque<>();
    private Future<Index.Page> following;
    private boolean more = true;

    /**
     * @param candidates gives those after a visitor, or the first
     * @param check gives the members among some
     */
    Listing(
            Function<Optional<VisitorId>, Future<Index.Page>> candidates,
            Function<List<VisitorId>, Future<List<Member>>> check) {
        this.candidates = candidates;
        this.check = check;
        this.following = candidates.apply(Optional.empty());
    }

    /**
     * Members, maybe none though others follow.
     *
     * @param more whether anything may follow
     */
    record Part(List<Member> members, boolean more) {
        Part {
            members = List.copyOf(members);
        }
    }

    Future<Part> next() {
        Future<List<Member>> part = coming.poll();
        return part == null
                ? following.compose(this::readOn)
                : part.map(members -> new Part(members, more || !coming.isEmpty()));
    }

    private Future<Part> readOn(Index.Page page) {
        List<VisitorId> visitors = page.visitors();
        for (int from = 0; from < visitors.size(); from += RECORDS_PER_READ) {
            coming.add(check.apply(visitors.subList(from, Math.min(visitors.size(), from + RECORDS_PER_READ))));
        }
        more = page.more();
        if (more) {
            following = candidates.apply(Optional.of(visitors.getLast()));
        }
        return coming.isEmpty() ? Future.succeededFuture(new Part(List.of(), false)) : next();
    }
}
