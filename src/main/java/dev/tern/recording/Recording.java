package dev.tern.recording;

import dev.tern.Event;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.index.Index;
import dev.tern.journal.Journal;
import dev.tern.journal.Journals;
import dev.tern.journal.Recovery;
import dev.tern.journal.Sink;
import dev.tern.journal.Worker;
import dev.tern.matching.Match;
import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Takes events for good: into the journal of the visitor's worker, which brings them into Redis.
 *
 * <p>Metrics: {@code accepted = written + waiting + damaged}, all of this run, what waited at the start included, and what was found damaged then
 * not.
 */
@Singleton
public final class Recording {
    private static final Duration RETRY_FIRST = Duration.ofMillis(20);
    private static final Duration RETRY_MAX = Duration.ofSeconds(1);

    private final JournalConfig config;
    private final Catalog catalog;
    private final Visitors visitors;
    private final Tombstones tombstones;
    private final Index index;
    private final SharedRedis redis;
    private final MeterRegistry metrics;
    private final Forcing forcing;
    private Optional<Journals> journals = Optional.empty();
    private List<Worker> workers = List.of();
    private List<Worker> leftovers = List.of();

    Recording(
            JournalConfig config,
            Catalog catalog,
            Visitors visitors,
            Tombstones tombstones,
            Index index,
            SharedRedis redis,
            MeterRegistry metrics) {
        this.config = config;
        this.catalog = catalog;
        this.visitors = visitors;
        this.tombstones = tombstones;
        this.index = index;
        this.redis = redis;
        this.metrics = metrics;
        this.forcing = new Forcing(metrics);
    }

    /** An event that is taken: it outlives this process, and will be in Redis. */
    public static final class Receipt {
        private final Worker worker;
        private final long position;

        private Receipt(Worker worker, long position) {
            this.worker = worker;
            this.position = position;
        }

        /** Completes when it is in Redis. */
        public CompletableFuture<Void> stored() {
            return worker.confirmed(position);
        }
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent started) {
        Journals open = Journals.open(folder(), config.workers(), config.size().asLongValue(), config.recoveryWindow());
        journals = Optional.of(open);
        open.setAside()
                .forEach(file -> Log.errorf(
                        "The journal %s is damaged, and is kept as %s",
                        file.file().getFileName(), file.keptAs()));
        Stream.of(open.workers(), open.leftovers()).flatMap(List::stream).forEach(Recording::tellDamage);
        workers = start("journal", open.workers());
        leftovers = start("journal-leftover", open.leftovers());
        forcing.start(open::force);
        FunctionCounter.builder("tern.events.accepted", this, all -> all.sum(Journal::accepted))
                .description("Events taken into the journal: written + waiting")
                .register(metrics);
        FunctionCounter.builder("tern.events.written", this, all -> all.sum(Journal::written))
                .description("Events that Redis has")
                .register(metrics);
        FunctionCounter.builder("tern.events.replayed", this, all -> all.sum(Journal::replayed))
                .description("Events that Redis was given again, since it may have lost them")
                .register(metrics);
        FunctionCounter.builder("tern.journal.damaged", this, all -> all.sum(Journal::damaged))
                .description("Entries of the journal that are lost, since they are no longer as they were appended")
                .tag("found", "running")
                .register(metrics);
        FunctionCounter.builder(
                        "tern.journal.damaged",
                        this,
                        all -> open.setAside().size()
                                + all.sum(journal -> journal.recovery().damaged()))
                .description("Entries of the journal that are lost, since they are no longer as they were appended")
                .tag("found", "start")
                .register(metrics);
        Gauge.builder("tern.journal.waiting", this, Recording::waiting)
                .description("Events in the journal that Redis does not have yet")
                .register(metrics);
        Gauge.builder("tern.journal.filled", this, Recording::filled)
                .description("From 0 to 1, how full the fullest file of the journal is; at 1 hits are dropped")
                .register(metrics);
    }

    private static void tellDamage(Journal journal) {
        Recovery found = journal.recovery();
        if (found.damaged() + found.holes() > 0) {
            Log.warnf(
                    "The journal %s has %d damaged places, and %d holes, of appends that were cut short or of writes that the disk lost: %d bytes",
                    journal.path().getFileName(), found.damaged(), found.holes(), found.skippedBytes());
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent stopping) {
        forcing.stop();
        journals.ifPresent(open -> {
            long deadline = System.nanoTime() + config.drainTimeout().toNanos();
            leftovers.forEach(worker -> {
                worker.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
                open.discard(worker.journal());
            });
            workers.forEach(worker -> {
                if (!worker.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    Log.warnf(
                            "%d events wait in the journal for the next start",
                            worker.journal().waiting());
                }
            });
            open.close();
        });
    }

    /**
     * Takes an event. Never waits.
     *
     * @param match of no trait where the event only tells when and under which consent the visitor was here last
     * @return nothing where the journal has no room
     */
    public Optional<Receipt> keep(LiveSite site, VisitorId visitor, Event event, Lineage lineage, Match match) {
        Worker worker = worker(visitor);
        long position;
        int from = 0;
        do {
            Match part = match.part(from, Math.min(match.size(), from + Entry.TRAITS_MAX));
            position = worker.journal()
                    .append(Entry.of(site.serial(), visitor, event, lineage, part)
                            .bytes());
            from += Entry.TRAITS_MAX;
        } while (position != Journal.FULL && from < match.size());
        return position == Journal.FULL ? Optional.empty() : Optional.of(new Receipt(worker, position));
    }

    /**
     * Has everything of a visitor removed, and nothing of it taken again. Never waits.
     *
     * @return nothing where the journal has no room
     */
    public Optional<Receipt> remove(LiveSite site, VisitorId visitor, Tombstone why) {
        Worker worker = worker(visitor);
        var departure = new Departure(new Visitors.Address(site.serial(), visitor), why);
        long position = worker.journal().append(departure.bytes());
        return position == Journal.FULL ? Optional.empty() : Optional.of(new Receipt(worker, position));
    }

    /** How many events Redis does not have yet. */
    public long waiting() {
        return sum(Journal::waiting);
    }

    /** Why Redis did not take what was to be written last, as {@link RedisAwayException#why} says, or the kind of a fault; nothing where it did. */
    public Optional<String> trouble() {
        return workers.stream()
                .flatMap(worker -> worker.trouble().stream())
                .findFirst()
                .map(trouble -> trouble instanceof RedisAwayException away
                        ? away.why()
                        : trouble.getClass().getSimpleName());
    }

    private double filled() {
        return workers.stream()
                .mapToDouble(worker -> worker.journal().filled())
                .max()
                .orElse(0);
    }

    private Worker worker(VisitorId visitor) {
        return workers.get((int) Math.floorMod(visitor.low(), (long) workers.size()));
    }

    private List<Worker> start(String name, List<Journal> some) {
        var pace = new Worker.Pace(config.batchSizeMax(), RETRY_FIRST, RETRY_MAX);
        List<Worker> started = new ArrayList<>();
        for (Journal journal : some) {
            var recorder = new Recorder(catalog, visitors, tombstones, index, redis, Clock.systemUTC());
            Worker worker = Worker.start(name + "-" + started.size(), journal, telling(journal, recorder), pace);
            recorder.onLoss(worker::rewind);
            started.add(worker);
        }
        return List.copyOf(started);
    }

    /** Says of what is damaged since the start that it is, once. */
    private static Sink telling(Journal journal, Sink sink) {
        var told = new AtomicLong();
        return batch -> {
            long damaged = batch.damaged();
            long before = told.getAndAccumulate(damaged, Math::max);
            if (damaged > before) {
                Log.warnf(
                        "The journal %s has %d entries that were damaged while they waited",
                        journal.path().getFileName(), damaged - before);
            }
            sink.write(batch);
        };
    }

    private Path folder() {
        return config.directory().orElseGet(() -> {
            try {
                return Files.createDirectories(config.home());
            } catch (IOException e) {
                throw new UncheckedIOException("Set TERN_JOURNAL_DIRECTORY to a folder that can be written", e);
            }
        });
    }

    private long sum(ToLongFunction<Journal> count) {
        long sum = 0;
        for (Worker worker : workers) {
            sum += count.applyAsLong(worker.journal());
        }
        for (Worker worker : leftovers) {
            sum += count.applyAsLong(worker.journal());
        }
        return sum;
    }
}
