package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records in Redis. They are written by compare-and-set, so that two writers never undo each other's work. */
@Singleton
public final class Visitors {
    /** Writes ARGV[2] until the instant ARGV[3] where ARGV[1] still stands; an empty text is no record. */
    private static final String COMPARE_AND_SET = """
            if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
            if ARGV[2] == '' then redis.call('DEL', KEYS[1])
            else redis.call('SET', KEYS[1], ARGV[2], 'PXAT', ARGV[3]) end
            return 1""";

    private static final byte[] NONE = {};

    private final SharedRedis redis;

    public Visitors(SharedRedis redis) {
        this.redis = redis;
    }

    /** Whose record. */
    public record Address(long site, VisitorId visitor) {
        public Address {
            requireNonNull(visitor, "visitor");
        }
    }

    /**
     * A record that replaces another.
     *
     * @param was what was read; null for none
     * @param becomes null to take it away
     * @param untilMillis when Redis forgets it
     */
    public record Change(
            Address address, byte @Nullable [] was, byte @Nullable [] becomes, long untilMillis) {
        public Change {
            requireNonNull(address, "address");
        }
    }

    /** Reads the bytes of records, in the order asked; null where there is none. */
    public Future<List<byte @Nullable []>> read(List<Address> addresses) {
        if (addresses.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Request mget = Request.cmd(Command.MGET);
        for (Address address : addresses) {
            mget.arg(VisitorKeys.record(address.site, address.visitor));
        }
        return redis.send(mget).map(Visitors::values);
    }

    /** Reads the bytes of one record; null where there is none. */
    public Future<byte @Nullable []> read(Address address) {
        return redis.send(Request.cmd(Command.GET).arg(VisitorKeys.record(address.site, address.visitor)))
                .map(Visitors::value);
    }

    /** Replaces records; says of each, in the order given, whether what was read still stood. */
    public Future<List<Boolean>> write(List<Change> changes) {
        List<Request> requests = new ArrayList<>(changes.size());
        for (Change change : changes) {
            requests.add(Request.cmd(Command.EVAL)
                    .arg(COMPARE_AND_SET)
                    .arg(1)
                    .arg(VisitorKeys.record(change.address.site, change.address.visitor))
                    .arg(orNone(change.was))
                    .arg(orNone(change.becomes))
                    .arg(change.untilMillis));
        }
        return redis.sendAll(requests).map(answers -> {
            List<Boolean> written = new ArrayList<>(answers.size());
            for (Response answer : answers) {
                written.add(answer.toInteger() == 1);
            }
            return written;
        });
    }

    private static Buffer orNone(byte @Nullable [] bytes) {
        return Buffer.buffer(bytes == null ? NONE : bytes);
    }

    private static List<byte @Nullable []> values(Response answers) {
        List<byte @Nullable []> values = new ArrayList<>(answers.size());
        for (Response answer : answers) {
            values.add(value(answer));
        }
        return values;
    }

    private static byte @Nullable [] value(@Nullable Response answer) {
        return answer == null ? null : answer.toBytes();
    }
}
