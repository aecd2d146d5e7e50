package dev.tern.visitor;

import dev.tern.redis.SharedRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The walk over a Redis Cluster, slot by slot: a place is the number of a slot. A cursor would mean something to one node alone, and miss what
 * moves to a node that it is through with.
 *
 * <p>All primaries are asked for each slot, since one that moves has keys on two of them; and asked twice, since a key may move while they are
 * asked, from one that is yet to be to one that was. It stands on the second before it goes from the first, so the second time finds it there.
 */
final class SlotScan {
    static final int SLOTS = 16_384;

    private static final int SLOTS_PER_STEP_MAX = 256;

    /** The keys of records in some slots, as far as they are on the node. */
    private static final String RECORDS = """
            local records = {}
            for slot = ARGV[1], ARGV[2] do
              for _, key in ipairs(redis.call('CLUSTER', 'GETKEYSINSLOT', slot, 2147483647)) do
                if key:sub(1, 1) == 'v' then records[#records + 1] = key end
              end
            end
            return records""";

    private final SharedRedis redis;

    SlotScan(SharedRedis redis) {
        this.redis = redis;
    }

    Future<VisitorScan.Extent> extent() {
        return redis.process().map(process -> new VisitorScan.Extent(process, SLOTS));
    }

    Future<VisitorScan.Part> from(String place, int keys) {
        int from = (int) Long.remainderUnsigned(Long.parseUnsignedLong(place), SLOTS);
        return redis.sendToAll(Request.cmd(Command.DBSIZE)).compose(sizes -> {
            long all = sizes.stream().mapToLong(Response::toLong).sum();
            int to = Math.min(SLOTS, from + Math.clamp((long) keys * SLOTS / (all + 1), 1, SLOTS_PER_STEP_MAX));
            Set<Visitors.Address> met = new HashSet<>();
            return meet(from, to, met)
                    .compose(once -> meet(from, to, met))
                    .compose(twice -> redis.process())
                    .map(process ->
                            new VisitorScan.Part(process, Integer.toString(to % SLOTS), to - from, List.copyOf(met)));
        });
    }

    private Future<Void> meet(int from, int to, Set<Visitors.Address> met) {
        return redis.sendToAll(
                        Request.cmd(Command.EVAL).arg(RECORDS).arg(0).arg(from).arg(to - 1))
                .onSuccess(nodes -> nodes.forEach(keys ->
                        keys.forEach(key -> VisitorKeys.address(key.toBytes()).ifPresent(met::add))))
                .mapEmpty();
    }
}
