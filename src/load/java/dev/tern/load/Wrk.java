package dev.tern.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs wrk with requests of our own. */
final class Wrk {
    static final int THREADS = 2;

    private Wrk() {}

    /**
     * What a run came to.
     *
     * @param errors connections that failed, and answers that did not come in time
     * @param refused answers of 400 or more
     * @param p99Micros what 99 of 100 answers took at most
     * @param sent how many requests each thread has sent; of these, those under way at the end have no answer
     */
    record Run(long answered, double seconds, long errors, long refused, long p99Micros, List<Long> sent) {
        double perSecond() {
            return answered / seconds;
        }

        /** The same, had it taken so much longer. */
        Run lastingLonger(double more) {
            return new Run(answered, seconds + more, errors, refused, p99Micros, sent);
        }

        long sentInAll() {
            return sent.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Writes requests into a file that {@code wrk.lua} reads: each after a line with its length. */
    static Path file(Path file, Stream<Tern.Request> requests) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            for (Tern.Request request : (Iterable<Tern.Request>) requests::iterator) {
                String text = request.text();
                out.write(text.length() + "\n" + text);
            }
        }
        return file;
    }

    /** Sends the requests of the file, as fast as they are answered. */
    static Run run(String address, Path requests, int connections, int seconds)
            throws IOException, InterruptedException {
        return run(address, requests, connections, seconds, 0);
    }

    /** The same, with a pause on each connection before each request. */
    static Run run(String address, Path requests, int connections, int seconds, int pauseMillis)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                "wrk", "-t" + THREADS, "-c" + connections, "-d" + seconds, "-s", "src/load/wrk.lua", address, "--");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(requests.toString(), "" + THREADS, "" + pauseMillis));
        Process wrk = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<Long> numbers = said.lines()
                .filter(line -> line.startsWith("RESULT "))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .map(Long::valueOf)
                .toList();
        if (wrk.waitFor() != 0 || numbers.size() != 5 + THREADS) {
            throw new IllegalStateException("wrk said: " + said);
        }
        return new Run(
                numbers.get(0),
                numbers.get(1) / 1e6,
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.subList(5, numbers.size()));
    }
}
