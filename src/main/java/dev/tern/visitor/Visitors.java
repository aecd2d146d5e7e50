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

    /** No record. */
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

    /** A record that replaces another. */
    public static final class Change {
        private final Address address;
        private final byte[] was;
        private final byte[] becomes;
        private final long untilMillis;

        /**
         * @param was what was read, empty for none
         * @param becomes empty to take it away
         * @param untilMillis when Redis forgets it
         */
        public Change(Address address, byte[] was, byte[] becomes, long untilMillis) {
            this.address = requireNonNull(address, "address");
            this.was = was;
            this.becomes = becomes;
            this.untilMillis = untilMillis;
        }

        public Address address() {
            return address;
        }

        /** The bytes of the new record; empty for none. */
        public byte[] becomes() {
            return becomes;
        }
    }

    /** Reads the bytes of records, in the order asked; empty where there is none. */
    public Future<List<byte[]>> read(List<Address> addresses) {
        List<byte[]> keys = new ArrayList<>(addresses.size());
        for (Address address : addresses) {
            keys.add(VisitorKeys.record(address.site, address.visitor));
        }
        return redis.getAll(keys).map(Visitors::values);
    }

    /** Reads the bytes of one record; empty where there is none. */
    public Future<byte[]> read(Address address) {
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
                    .arg(Buffer.buffer(change.was))
                    .arg(Buffer.buffer(change.becomes))
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

    private static List<byte[]> values(List<@Nullable Response> answers) {
        List<byte[]> values = new ArrayList<>(answers.size());
        for (Response answer : answers) {
            values.add(value(answer));
        }
        return values;
    }

    private static byte[] value(@Nullable Response answer) {
        return answer == null ? NONE : answer.toBytes();
    }
}
