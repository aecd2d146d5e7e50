package dev.tern.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The way in of {@code src/load/fuzz}: attacks the packaged application, and says what came of it. */
final class FuzzMain {
    private static final int WARM_UP = 20_000;
    private static final int IDLE = 100;
    private static final long HEAP_BYTES_MORE_MAX = 8_000_000;
    private static final int DESCRIPTORS_MORE_MAX = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int managementPort;
    private final long process;

    private FuzzMain(int managementPort, long process) {
        this.managementPort = managementPort;
        this.process = process;
    }

    /**
     * Attacks.
     *
     * @param arguments the two ports, the process, the first request's number, how many there are, in how many seconds at most
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        long from = Long.parseLong(arguments[3]);
        new FuzzMain(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]))
                .attack(
                        port,
                        from,
                        from + Long.parseLong(arguments[4]),
                        Duration.ofSeconds(Long.parseLong(arguments[5])));
    }

    private void attack(int port, long from, long until, Duration longest) throws IOException, InterruptedException {
        await("ready", () -> metric("process_files_open_files", "") > 0);
        Victim victim = Victim.create(port, System.getenv("TERN_ADMIN_KEY"), "victim");
        Attack attack = new Attack(port, new Fuzz(victim));
        attack.send(from, from + WARM_UP, longest);
        State before = state();
        long began = System.nanoTime();
        List<Attack.Slow> idle = attack.slow(IDLE, victim.site());

        attack.send(from + WARM_UP, until, longest);

        for (Attack.Slow each : idle) {
            require(each.ended().status() == 0, "who never goes on was answered");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        await("all written", () -> metric("tern_journal_waiting", "") == 0);
        await("released", () -> metric("process_files_open_files", "") < before.descriptors + DESCRIPTORS_MORE_MAX);
        State after = state();
        long sent = attack.statuses().values().stream()
                .mapToLong(each -> each.sum())
                .sum();
        System.out.printf(
                "%,d requests from number %d on, the last %,d in %d s, by status: %s%n",
                sent, from, sent - WARM_UP, took.toSeconds(), attack.statuses());
        System.out.printf("before: %s%nafter:  %s%n", before, after);
        attack.faults().forEach(System.err::println);
        require(attack.faults().isEmpty(), "answers are not as they ought to be");
        require(sent == until - from, "the time was over");
        require(after.heapBytes - before.heapBytes < HEAP_BYTES_MORE_MAX, "the heap grew");
    }

    /** After a full collection. */
    private record State(long heapBytes, long directBytes, int descriptors, int threads) {}

    private State state() throws IOException, InterruptedException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        require(
                new ProcessBuilder(jcmd, Long.toString(process), "GC.run")
                                .start()
                                .waitFor()
                        == 0,
                "jcmd failed");
        return new State(
                (long) metric("jvm_memory_used_bytes", "area=\"heap\""),
                (long) metric("jvm_buffer_memory_used_bytes", "id=\"direct\""),
                (int) metric("process_files_open_files", ""),
                (int) metric("jvm_threads_live_threads", ""));
    }

    /** The sum of a metric's values, of those whose labels hold the text; -1 where nobody answers. */
    private double metric(String name, String label) {
        try {
            Stream<String> lines = client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:%d/q/metrics".formatted(managementPort)))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body();
            return lines.filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException nobody) {
            return -1;
        }
    }

    private static void await(String what, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            require(System.nanoTime() - end < 0, "never came true: " + what);
            Thread.sleep(100);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
