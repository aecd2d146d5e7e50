package dev.tern.recording;

import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.index.Index;
import dev.tern.journal.Batch;
import dev.tern.journal.Sink;
import dev.tern.redis.SharedRedis;
import dev.tern.redis.Unreadable;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a batch of the journal into Redis: reads the records of its visitors in one round trip, applies the events, writes
 * the index entries and then the records, each in one round trip, and repeats for those that lost a race. Visitors that are to be gone
 * are removed before, and nothing of them is applied.
 */
final class Recorder implements Sink {
    /** For so long after a loss index entries are written whether or not the record says that they stand. */
    private static final Duration LOSS = Duration.ofMinutes(1);

    /** How often Redis is asked whether it holds what it held. */
    private static final Duration ASK = Duration.ofSeconds(1);

    private final Catalog catalog;
    private final Visitors visitors;
    private final Tombstones tombstones;
    private final Index index;
    private final Removal removal;
    private final SharedRedis redis;
    private final Clock clock;
    private volatile Runnable onLoss = () -> {};
    private long connectionSeen = 0;
    private String contentsSeen = "";
    private long askedNanos = System.nanoTime() - ASK.toNanos();
    private long lossNanos = System.nanoTime() - LOSS.toNanos();

    Recorder(Catalog catalog, Visitors visitors, Tombstones tombstones, Index index, SharedRedis redis, Clock clock) {
        this.catalog = catalog;
        this.visitors = visitors;
        this.tombstones = tombstones;
        this.index = index;
        this.removal = new Removal(catalog, visitors, index);
        this.redis = redis;
        this.clock = clock;
    }

    /** What to do when Redis may have lost what it had confirmed. */
    void onLoss(Runnable recover) {
        this.onLoss = recover;
    }

    @Override
    public void write(Batch batch) {
        catalog.requireLoaded();
        Map<Visitors.Address, Tombstone> leaving = leaving(batch);
        remove(leaving);
        Map<Visitors.Address, List<Entry>> waiting = byVisitor(batch);
        waiting.keySet().removeAll(leaving.keySet());
        boolean raced = false;
        do {
            waiting = writeOnce(waiting, raced);
            raced = true;
        } while (!waiting.isEmpty());
        recoverAfterLoss();
    }

    private static Map<Visitors.Address, Tombstone> leaving(Batch batch) {
        Map<Visitors.Address, Tombstone> leaving = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Departure.read(batch.bytes(), batch.offset(i), batch.length(i))
                    .ifPresent(departure -> leaving.merge(
                            departure.visitor(),
                            departure.why(),
                            (one, other) -> one == other ? one : Tombstone.ERASED));
        }
        return leaving;
    }

    /** In the order that {@link Tombstones} asks for. */
    private void remove(Map<Visitors.Address, Tombstone> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        SharedRedis.await(tombstones.set(leaving));
        removal.of(leaving.keySet());
    }

    /**
     * A connection that was made anew may lead to a Redis that restarted, or to another one. While connections stand, all can be flushed, and
     * a replica of a cluster can take over.
     */
    private void recoverAfterLoss() {
        long connection = redis.connectionsMade();
        if (connection == connectionSeen && System.nanoTime() - askedNanos < ASK.toNanos()) {
            return;
        }
        String contents = SharedRedis.await(redis.contents());
        boolean isFirst = connectionSeen == 0;
        boolean isLoss = connection != connectionSeen || !contents.equals(contentsSeen);
        askedNanos = System.nanoTime();
        connectionSeen = connection;
        contentsSeen = contents;
        if (isLoss && !isFirst) {
            index.forget();
            lossNanos = System.nanoTime();
            onLoss.run();
        }
    }

    private static Map<Visitors.Address, List<Entry>> byVisitor(Batch batch) {
        Map<Visitors.Address, List<Entry>> byVisitor = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Optional<Entry> read = Entry.read(batch.bytes(), batch.offset(i), batch.length(i));
            read.ifPresent(entry -> byVisitor
                    .computeIfAbsent(new Visitors.Address(entry.site(), entry.visitor()), none -> new ArrayList<>(2))
                    .add(entry));
            if (read.isEmpty()) {
                countUnreadable(batch.bytes(), batch.offset(i), batch.length(i));
            }
        }
        return byVisitor;
    }

    private static void countUnreadable(byte[] bytes, int offset, int length) {
        if (Departure.isOne(bytes, offset, length)) {
            if (Departure.read(bytes, offset, length).isEmpty()) {
                Unreadable.ENTRY_BROKEN.count();
            }
        } else if (Entry.isOther(bytes, offset, length)) {
            Unreadable.ENTRY_FORMAT.count();
        } else {
            Unreadable.ENTRY_BROKEN.count();
        }
    }

    /**
     * Writes all that it can, and gives back those whose records were changed by somebody else meanwhile.
     *
     * @param raced whether these are such, so that index entries of theirs were written, maybe after their removal
     */
    private Map<Visitors.Address, List<Entry>> writeOnce(Map<Visitors.Address, List<Entry>> waiting, boolean raced) {
        catalog.requireFresh();
        List<Map.Entry<Visitors.Address, List<Entry>>> each = List.copyOf(waiting.entrySet());
        List<Visitors.Address> addresses = each.stream().map(Map.Entry::getKey).toList();
        List<byte[]> records = SharedRedis.await(visitors.read(addresses));
        Map<Visitors.Address, Tombstone> gone = SharedRedis.await(tombstones.of(absent(addresses, records)));
        if (raced) {
            removal.of(gone.keySet());
        }
        List<Visitors.Change> changes = new ArrayList<>(addresses.size());
        List<Index.Entry> entries = new ArrayList<>();
        long now = clock.millis();
        boolean indexAll = System.nanoTime() - lossNanos < LOSS.toNanos();
        for (int i = 0; i < addresses.size(); i++) {
            Visitors.Address address = addresses.get(i);
            LiveSite site = catalog.site(address.site()).orElse(null);
            if (site != null && !gone.containsKey(address)) {
                Applied applied =
                        Applied.to(address, records.get(i), each.get(i).getValue(), site.rules(), indexAll, now);
                changes.add(applied.change());
                entries.addAll(applied.index());
            }
        }
        SharedRedis.await(index.add(entries));
        List<Boolean> written = SharedRedis.await(visitors.write(changes));
        Map<Visitors.Address, List<Entry>> lost = new HashMap<>(waiting);
        lost.keySet().removeAll(gone.keySet());
        List<Visitors.Address> created = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Visitors.Change change = changes.get(i);
            if (written.get(i)) {
                lost.remove(change.address());
                if (change.creates()) {
                    created.add(change.address());
                }
            }
        }
        remove(SharedRedis.await(tombstones.of(created)));
        lost.keySet().removeIf(address -> catalog.site(address.site()).isEmpty());
        return lost;
    }

    private static List<Visitors.Address> absent(List<Visitors.Address> addresses, List<byte[]> records) {
        List<Visitors.Address> absent = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            if (records.get(i).length == 0) {
                absent.add(addresses.get(i));
            }
        }
        return absent;
    }
}
