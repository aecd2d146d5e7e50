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
    /** Of the index, at a time. */
    static final int CANDIDATES = 1_000;

    private static final int RECORDS_PER_READ = 250;

    /**
     * Parts that are on their way or wait to be sent, when those of further candidates join them. What else this event loop asks Redis
     * meanwhile waits for twice as many, some four milliseconds.
     */
    private static final int COMING = CANDIDATES / RECORDS_PER_READ;

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
        readOn();
        Future<List<Member>> part = coming.poll();
        if (part != null) {
            return part.map(members -> new Part(members, more || !coming.isEmpty()));
        }
        return more ? following.compose(page -> next()) : Future.succeededFuture(new Part(List.of(), false));
    }

    private void readOn() {
        while (more && following.succeeded() && coming.size() <= COMING) {
            Index.Page page = following.result();
            List<VisitorId> visitors = page.visitors();
            for (int from = 0; from < visitors.size(); from += RECORDS_PER_READ) {
                coming.add(check.apply(visitors.subList(from, Math.min(visitors.size(), from + RECORDS_PER_READ))));
            }
            more = page.more();
            if (more) {
                following = candidates.apply(Optional.of(visitors.getLast()));
                following.onSuccess(arrived -> readOn());
            }
        }
    }
}
