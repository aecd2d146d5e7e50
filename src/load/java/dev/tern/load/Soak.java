package dev.tern.load;

import dev.tern.BenchmarksDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Half load for minutes. Visitors come back after they were forgotten, so that every hit makes a record, and index entries, of which others end
 * meanwhile: what is in use must stay as it is. {@code src/load/soak} starts it.
 */
final class Soak {
    /** Shorter than it takes a visitor to come again at half load. */
    private static final String WITHIN = "5s";

    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 30;
    private static final int FULL_LOAD_SECONDS = 15;
    private static final int MINUTES_WRITTEN = 10;
    private static final int THIRDS = 3;

    /** What the last third may have more than the second: what is measured swings. */
    private static final double GROWTH_MAX = 1.05;

    private final Tern tern = new Tern();
    private final long pid;
    private final Map<Use, List<Double>> samples = new EnumMap<>(Use.class);

    /** Of each, the medians of the thirds that are over. */
    private final Map<Use, List<Double>> thirds = new EnumMap<>(Use.class);

    /** What may grow. */
    private enum Use {
        HEAP("heap, MB", 1e6),
        DIRECT("direct memory, MB", 1e6),
        RESIDENT("resident memory, MB", 1e6),
        THREADS("threads", 1),
        DESCRIPTORS("descriptors", 1),
        REDIS("memory of Redis, MB", 1e6);

        private final String words;
        private final double unit;

        Use(String words, double unit) {
            this.words = words;
            this.unit = unit;
        }
    }

    private Soak(long pid) {
        this.pid = pid;
    }

    public static void main(String... args) throws Exception {
        new Soak(Long.parseLong(args[2])).run(Integer.parseInt(args[0]), Path.of(args[1]));
    }

    private void run(int minutes, Path work) throws Exception {
        tern.awaitReady();
        Site shop = Site.define(tern, "shop", usual -> WITHIN).withVisitors();
        Path hits = Wrk.file(
                work.resolve("hits"),
                shop.round().stream().filter(hit -> !hit.isNew()).map(Site.Hit::request));
        Wrk.run(Tern.ADDRESS, hits, CONNECTIONS, WARM_UP_SECONDS);
        double full =
                Wrk.run(Tern.ADDRESS, hits, CONNECTIONS, FULL_LOAD_SECONDS).perSecond();
        tern.awaitWritten();
        int pauseMillis = (int) Math.max(1, Math.round(2_000 * CONNECTIONS / full));

        Counted before = Counted.now(tern);
        double answered = 0;
        for (int third = 0; third < THIRDS; third++) {
            Wrk.Run run;
            try (Meanwhile _ = Meanwhile.nowAndThen(this::sample)) {
                run = Wrk.run(Tern.ADDRESS, hits, CONNECTIONS, 60 * minutes / THIRDS, pauseMillis);
            }
            require(run.errors() + run.refused() == 0, "not every hit was answered as it should: " + run);
            answered += run.answered();
            tern.awaitWritten();
            collect();
            noteThird();
        }
        Counted counted = Counted.now(tern).minus(before);
        String report = report(answered / (60.0 * minutes), full, counted);
        System.out.println(report);
        require(counted.dropped() == 0 && counted.accepted() == counted.written(), "hits were lost: " + counted);
        for (Use use : Use.values()) {
            List<Double> each = thirds.get(use);
            require(each.get(2) <= each.get(1) * GROWTH_MAX, use.words + " grew");
        }
        if (minutes == MINUTES_WRITTEN) {
            BenchmarksDocument.put("Soak", report);
        }
    }

    /** Has the heap hold nothing but what is in use. */
    private void collect() throws IOException, InterruptedException {
        Process asked = new ProcessBuilder("jcmd", Long.toString(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        require(asked.waitFor() == 0, "jcmd failed");
        add(Use.HEAP, tern.heapBytes());
    }

    private Void sample() throws IOException {
        add(Use.DIRECT, tern.metric("jvm_buffer_memory_used_bytes", "id=\"direct\""));
        add(Use.RESIDENT, residentBytes());
        add(Use.THREADS, tern.metric("jvm_threads_live_threads", ""));
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            add(Use.DESCRIPTORS, open.count());
        }
        add(Use.REDIS, Redis.usedBytes());
        return null;
    }

    private void add(Use use, double value) {
        samples.computeIfAbsent(use, none -> new ArrayList<>()).add(value / use.unit);
    }

    private double residentBytes() throws IOException {
        String kilobytes = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return 1_024 * Double.parseDouble(kilobytes.replaceAll("\\D", ""));
    }

    private void noteThird() {
        samples.forEach((use, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            thirds.computeIfAbsent(use, none -> new ArrayList<>()).add(sorted.get(sorted.size() / 2));
        });
        samples.clear();
    }

    private String report(double perSecond, double full, Counted counted) throws IOException {
        var lines = new StringBuilder("| in use | first third | second | last |\n|---|--:|--:|--:|\n");
        thirds.forEach((use, each) -> lines.append(
                "| %s | %,.1f | %,.1f | %,.1f |%n".formatted(use.words, each.get(0), each.get(1), each.get(2))));
        return lines.append("%n%,d hits, %,.0f a second, %.2f of full load; %d dropped. %s%n"
                        .formatted(
                                counted.offered(),
                                perSecond,
                                perSecond / full,
                                counted.dropped(),
                                BenchmarksDocument.machine()))
                .toString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
