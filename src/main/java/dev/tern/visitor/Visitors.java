package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.redis.Script;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records in Redis. They are written by compare-and-set, so that two writers never undo each other's work. */
@Singleton
public final class Visitors {
    /**
     * Of each key, writes the second of its three arguments until the instant of the third where the first still stands, and says so by 1,
     * or by 2 where it wrote over something of another type, which reads as no record. An empty text is no record.
     */
    private static final Script COMPARE_AND_SET = Script.of("""
            local written = {}
            for i, key in ipairs(KEYS) do
              local becomes = ARGV[3 * i - 1]
              local was = redis.pcall('GET', key) or ''
              written[i] = 1
              if type(was) == 'table' then
                was = ''
                written[i] = 2
              end
              if was ~= ARGV[3 * i - 2] then
                written[i] = 0
              elseif becomes == '' then
                redis.call('DEL', key)
              else
                redis.call('SET', key, becomes, 'PXAT', ARGV[3 * i])
              end
            end
            return written
            """);

    private static final int LOST = 0;
    private static final int OVER_ANOTHER_TYPE = 2;

    /** So many records are written by one call, which takes Redis half a millisecond. */
    private static final int CHANGES_PER_CALL = 256;

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

        /** Whether there was no record. */
        public boolean creates() {
            return was.length == 0;
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
        return redis.get(VisitorKeys.record(address.site, address.visitor)).map(Visitors::value);
    }

    /** Replaces records; says of each, in the order given, whether what was read still stood. */
    public Future<List<Boolean>> write(List<Change> changes) {
        return redis.call(changes, CHANGES_PER_CALL, Visitors::replacing).map(answers -> {
            List<Boolean> written = new ArrayList<>(changes.size());
            for (Response answer : answers) {
                int how = answer.toInteger();
                written.add(how != LOST);
                if (how == OVER_ANOTHER_TYPE) {
                    Unreadable.RECORD_BROKEN.count();
                }
            }
            return written;
        });
    }

    /** Removes records, whatever they are. */
    public Future<Void> delete(Collection<Address> addresses) {
        return redis.sendAll(addresses.stream()
                        .map(address ->
                                Request.cmd(Command.UNLINK).arg(VisitorKeys.record(address.site, address.visitor)))
                        .toList())
                .mapEmpty();
    }

    private static Script.Call replacing(List<Change> changes) {
        List<byte[]> keys = new ArrayList<>(changes.size());
        List<Object> args = new ArrayList<>(3 * changes.size());
        for (Change change : changes) {
            keys.add(VisitorKeys.record(change.address.site, change.address.visitor));
            args.add(change.was);
            args.add(change.becomes);
            args.add(change.untilMillis);
        }
        return COMPARE_AND_SET.on(keys, args);
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
