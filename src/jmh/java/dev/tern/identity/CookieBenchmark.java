package dev.tern.identity;

import dev.tern.SiteId;
import dev.tern.VisitorId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it costs to know a visitor by its cookie, to refuse a forged one, and to give one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CookieBenchmark {
    /** Different visitors. */
    private static final int VISITORS = 512;

    private static final long SEED = 1;

    private final VisitorCookie cookie = cookie("a secret of thirty-two characters");
    private VisitorId[] visitors;
    private String[] headers;
    private String[] forgedHeaders;

    private record Config(boolean secure, Optional<List<String>> secrets) implements IdentityConfig {}

    @Setup
    public void open() {
        var random = new SplittableRandom(SEED);
        visitors = IntStream.range(0, VISITORS)
                .mapToObj(_ -> new VisitorId(random.nextLong(), random.nextLong()))
                .toArray(VisitorId[]::new);
        headers = headers(cookie, random);
        forgedHeaders = headers(cookie("a secret that was guessed, wrongly"), random);
        if (!Arrays.stream(headers).allMatch(header -> cookie.read(header).isPresent())
                || Arrays.stream(forgedHeaders)
                        .anyMatch(header -> cookie.read(header).isPresent())) {
            throw new IllegalStateException("A forged cookie passes, or a right one does not");
        }
    }

    private static VisitorCookie cookie(String secret) {
        return new VisitorCookie(
                new Config(true, Optional.of(List.of(secret))), new SiteId("garden-shop"), Optional.empty());
    }

    /** What browsers send: three cookies of others, then ours. */
    private String[] headers(VisitorCookie signed, SplittableRandom random) {
        return Arrays.stream(visitors)
                .map(visitor -> signed.of(visitor).header())
                .map(setCookie -> "_ga=GA1.1.%d.%d; session=%x%x; theme=dark; "
                                .formatted(
                                        random.nextInt(1, Integer.MAX_VALUE),
                                        random.nextInt(1_700_000_000, 1_790_000_000),
                                        random.nextLong(),
                                        random.nextLong())
                        + setCookie.substring(0, setCookie.indexOf(';')))
                .toArray(String[]::new);
    }

    @Benchmark
    @OperationsPerInvocation(VISITORS)
    public void read(Blackhole read) {
        for (String header : headers) {
            read.consume(cookie.read(header));
        }
    }

    @Benchmark
    @OperationsPerInvocation(VISITORS)
    public void refuse(Blackhole refused) {
        for (String header : forgedHeaders) {
            refused.consume(cookie.read(header));
        }
    }

    @Benchmark
    @OperationsPerInvocation(VISITORS)
    public void write(Blackhole written) {
        for (VisitorId visitor : visitors) {
            written.consume(cookie.of(visitor));
        }
    }
}
