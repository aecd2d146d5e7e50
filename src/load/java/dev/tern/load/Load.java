package dev.tern.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The load test. {@code src/load/run} starts it beside the engines that it drives. */
final class Load {
    private static final String NGINX = "http://127.0.0.1:7703";
    private static final int CONNECTIONS = 64;
    private static final int CONNECTIONS_OF_HALF_LOAD = 128;
    private static final int CONNECTIONS_OF_OVERLOAD = 1_000;
    private static final int VISITORS_A_REQUEST = 100;

    /** Each, until the code that serves is compiled. */
    private static final int WARM_UP_SECONDS = 30;

    private static final int WARM_UP_LISTS = 10;

    private final Length length;
    private final Path work;
    private final Tern tern = new Tern();
    private final Figures figures = new Figures();

    /** How often each is measured, and for how many seconds. */
    private enum Length {
        SHORT(2, 4, 300),
        NORMAL(5, 8, 2_000);

        final int rounds;
        final int seconds;
        final int probes;

        Length(int rounds, int seconds, int probes) {
            this.rounds = rounds;
            this.seconds = seconds;
            this.probes = probes;
        }
    }

    private Load(Length length, Path work) {
        this.length = length;
        this.work = work;
    }

    public static void main(String... args) throws Exception {
        new Load(Length.valueOf(args[0]), Path.of(args[1])).run();
    }

    private void run() throws Exception {
        tern.awaitReady();
        say("Makes a site of 100 audiences, and its visitors");
        Site shop = Site.define(tern, "shop");
        long before = Redis.usedBytes();
        shop = shop.withVisitors();
        tern.awaitWritten();
        double memberships = Site.VISITORS * (double) Site.AUDIENCES_A_SECTION;
        figures.add(Figure.BYTES, (Redis.usedBytes() - before) / memberships);
        say("Makes a site of 10,000 audiences, and its visitors");
        Site mall = Site.define(tern, "mall").withManyAudiences().withVisitors();

        List<Site.Hit> round = shop.round();
        Path pixel = Wrk.file(work.resolve("pixel"), round.stream().map(Site.Hit::request));
        Path ofMany = Wrk.file(work.resolve("of-many"), mall.round().stream().map(Site.Hit::request));
        Path lookup = Wrk.file(work.resolve("lookup"), shop.lookups(shop.key()));
        Path lookups = Wrk.file(work.resolve("lookups"), shop.lookups(shop.key(), VISITORS_A_REQUEST));
        Sent sent = new Sent(round);
        Sent sentToMany = new Sent(mall.round());

        say("Warms up");
        hits(pixel, sent, CONNECTIONS, WARM_UP_SECONDS, 0);
        Wrk.run(Tern.ADDRESS, lookup, CONNECTIONS, WARM_UP_SECONDS);
        Wrk.run(Tern.ADDRESS, lookups, CONNECTIONS, WARM_UP_SECONDS);
        for (int i = 0; i < WARM_UP_LISTS; i++) {
            members(shop);
        }
        for (int i = 1; i <= length.rounds; i++) {
            say("Round " + i + " of " + length.rounds);
            figures.add(Figure.NGINX, wrk(NGINX, pixel).perSecond());
            pixel(pixel, sent);
            figures.add(
                    Figure.PIXEL_OF_MANY,
                    hits(ofMany, sentToMany, CONNECTIONS, length.seconds, 0).perSecond());
            lookup(lookup);
            figures.add(Figure.LOOKUPS, wrk(Tern.ADDRESS, lookups).perSecond() * VISITORS_A_REQUEST);
            figures.add(Figure.MEMBERS, members(shop));
        }
        say("Measures how soon hits are visible, at half load");
        visibility(shop, pixel, sent);
        say("Offers all that 1,000 connections can");
        overload(shop, pixel, sent);
        say("Holds what is stored against what was sent");
        figures.add(Figure.CHECKED, new Stored(tern, shop, sent).check());
        Report report = new Report(figures);
        if (length == Length.NORMAL) {
            report.write();
        } else {
            System.out.println(report);
        }
    }

    /** Hits until Redis has all of them that were accepted. */
    private Wrk.Run hits(Path requests, Sent sent, int connections, int seconds, int pauseMillis) throws Exception {
        long started = System.currentTimeMillis();
        Wrk.Run run = Wrk.run(Tern.ADDRESS, requests, connections, seconds, pauseMillis);
        long answered = System.nanoTime();
        tern.awaitWritten();
        sent.add(run, started, connections);
        require(run.errors() + run.refused() == 0, "not every hit was answered as it should: " + run);
        return run.lastingLonger((System.nanoTime() - answered) / 1e9);
    }

    private void pixel(Path requests, Sent sent) throws Exception {
        Counted before = Counted.now(tern);
        AtomicLong heap = new AtomicLong();
        Wrk.Run run;
        try (Meanwhile _ = Meanwhile.nowAndThen(() -> heap.accumulateAndGet(tern.heapBytes(), Math::max))) {
            run = hits(requests, sent, CONNECTIONS, length.seconds, 0);
        }
        Counted hits = Counted.now(tern).minus(before);
        figures.add(Figure.PIXEL, run.perSecond());
        figures.add(Figure.PIXEL_P99, run.p99Micros() / 1e3);
        figures.add(Figure.HEAP, heap.get() / 1e6);
        figures.add(Figure.DROPPED, hits.dropped());
        require(run.answered() <= hits.offered() && hits.offered() <= run.sentInAll(), "offered is not sent: " + hits);
        require(hits.offered() == hits.accepted() + hits.dropped(), "offered is not accepted + dropped: " + hits);
        require(hits.accepted() == hits.written(), "accepted is not written: " + hits);
    }

    private void lookup(Path requests) throws IOException, InterruptedException {
        Wrk.Run run = wrk(Tern.ADDRESS, requests);
        figures.add(Figure.LOOKUP, run.perSecond());
        figures.add(Figure.LOOKUP_P99, run.p99Micros() / 1e3);
    }

    private double members(Site site) throws IOException, InterruptedException {
        long members = 0;
        byte[] some = new byte[65_536];
        long nanos = System.nanoTime();
        for (int section = 0; section < Site.SECTIONS; section++) {
            try (InputStream lines = tern.lines("/v1/sites/" + site.id + "/audiences/all-" + section + "/members")) {
                for (int read = lines.read(some); read >= 0; read = lines.read(some)) {
                    for (int i = 0; i < read; i++) {
                        members += some[i] == '\n' ? 1 : 0;
                    }
                }
            }
        }
        return members * 1e9 / (System.nanoTime() - nanos);
    }

    private void visibility(Site site, Path pixel, Sent sent) throws Exception {
        int pauseMillis = (int) Math.round(2_000 * CONNECTIONS_OF_HALF_LOAD / figures.median(Figure.PIXEL));
        Visibility visibility = new Visibility(tern, site, sent);
        Meanwhile probes = Meanwhile.again(visibility::probe);
        Wrk.Run run;
        try (probes) {
            run = hits(pixel, sent, CONNECTIONS_OF_HALF_LOAD, 2 * length.seconds, Math.max(1, pauseMillis));
        }
        figures.add(Figure.VISIBLE_LOAD, run.perSecond() / figures.median(Figure.PIXEL));
        figures.add(Figure.VISIBLE_P99, visibility.p99Millis());
    }

    private void overload(Site site, Path pixel, Sent sent) throws Exception {
        Counted before = Counted.now(tern);
        AtomicLong heap = new AtomicLong();
        ConcurrentLinkedQueue<Double> lookups = new ConcurrentLinkedQueue<>();
        long started = System.currentTimeMillis();
        Wrk.Run run;
        try (Meanwhile _ = Meanwhile.nowAndThen(() -> heap.accumulateAndGet(tern.heapBytes(), Math::max));
                Meanwhile _ = Meanwhile.again(() -> lookups.add(tern.lookupMillis(site.id, site.visitor(0))))) {
            run = Wrk.run(Tern.ADDRESS, pixel, CONNECTIONS_OF_OVERLOAD, length.seconds);
        }
        Visibility visibility = new Visibility(tern, site, sent);
        visibility.probe();
        tern.awaitWritten();
        sent.add(run, started, CONNECTIONS_OF_OVERLOAD);
        figures.add(Figure.OVERLOAD, run.perSecond());
        figures.add(Figure.OVERLOAD_LOOKUP_P99, Visibility.p99(List.copyOf(lookups)));
        figures.add(Figure.OVERLOAD_HEAP, heap.get() / 1e6);
        figures.add(Figure.OVERLOAD_DROPPED, Counted.now(tern).minus(before).dropped());
        figures.add(Figure.RECOVERED, visibility.p99Millis());
    }

    private Wrk.Run wrk(String address, Path requests) throws IOException, InterruptedException {
        Wrk.Run run = Wrk.run(address, requests, CONNECTIONS, length.seconds);
        require(run.errors() + run.refused() == 0, "not every request was answered as it should: " + run);
        return run;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
