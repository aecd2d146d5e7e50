package dev.tern.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The load test. {@code src/load/run} starts it beside the engines that it drives. */
final class Load {
    private static final String NGINX = "http://127.0.0.1:7703";
    private static final int CONNECTIONS = 64;
    private static final int VISITORS_A_REQUEST = 100;

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
        say("Makes a site with 100 audiences, and its visitors");
        Site shop = Site.define(tern, "shop", 100);
        long before = Redis.usedBytes();
        shop = shop.withVisitors();
        tern.awaitWritten();
        double memberships = Site.VISITORS * (double) Site.AUDIENCES_A_SECTION;
        figures.add("bytes a membership", (Redis.usedBytes() - before) / memberships);

        List<Site.Hit> round = shop.round();
        Path pixel = Wrk.file(work.resolve("pixel"), round.stream().map(Site.Hit::request));
        Path lookup = Wrk.file(work.resolve("lookup"), shop.lookups(shop.key()));
        Path lookups = Wrk.file(work.resolve("lookups"), shop.lookups(shop.key(), VISITORS_A_REQUEST));
        Sent sent = new Sent(round);
        for (int i = 1; i <= length.rounds; i++) {
            say("Round " + i + " of " + length.rounds);
            figures.add("nginx", wrk(NGINX, pixel).perSecond());
            pixel(pixel, sent);
            lookup(lookup);
            figures.add("lookups", wrk(Tern.ADDRESS, lookups).perSecond() * VISITORS_A_REQUEST);
            members(shop);
        }
        say("Holds what is stored against what was sent");
        new Stored(tern, shop, sent).check();
        System.out.println(figures);
    }

    private void pixel(Path requests, Sent sent) throws Exception {
        double offered = tern.metric("tern_hits_total");
        double dropped = tern.metric("tern_hits_total", "outcome=\"dropped\"");
        long started = System.currentTimeMillis();
        long nanos = System.nanoTime();
        Wrk.Run run = wrk(Tern.ADDRESS, requests);
        figures.add("waiting", tern.metric("tern_journal_waiting"));
        figures.add("heap", tern.metric("jvm_memory_used_bytes", "area=\"heap\"") / 1048576);
        tern.awaitWritten();
        sent.add(run, started, CONNECTIONS);
        double seconds = (System.nanoTime() - nanos) / 1e9;
        figures.add("pixel", run.answered() / seconds);
        figures.add("pixel without drain", run.perSecond());
        figures.add("pixel p99 ms", run.p99Micros() / 1e3);
        figures.add("offered - sent", tern.metric("tern_hits_total") - offered - run.sentInAll());
        figures.add("dropped", tern.metric("tern_hits_total", "outcome=\"dropped\"") - dropped);
    }

    private void lookup(Path requests) throws Exception {
        Wrk.Run run = wrk(Tern.ADDRESS, requests);
        figures.add("lookup", run.perSecond());
        figures.add("lookup p99 ms", run.p99Micros() / 1e3);
    }

    private void members(Site site) throws IOException, InterruptedException {
        long members = 0;
        byte[] some = new byte[65536];
        long nanos = System.nanoTime();
        for (int section = 0; section < Site.SECTIONS_SEEN; section++) {
            try (InputStream lines = tern.lines("/v1/sites/" + site.id + "/audiences/all-" + section + "/members")) {
                for (int read = lines.read(some); read >= 0; read = lines.read(some)) {
                    for (int i = 0; i < read; i++) {
                        members += some[i] == '\n' ? 1 : 0;
                    }
                }
            }
        }
        figures.add("members", members * 1e9 / (System.nanoTime() - nanos));
    }

    private Wrk.Run wrk(String address, Path requests) throws IOException, InterruptedException {
        Wrk.Run run = Wrk.run(address, requests, CONNECTIONS, length.seconds);
        if (run.errors() + run.refused() > 0) {
            throw new IllegalStateException("Not every request was answered as it should: " + run);
        }
        return run;
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
