package dev.tern.agent;

import dev.tern.Agent;
import java.util.List;
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

/** What it costs to tell a person from a machine, by a user agent seen before and by a new one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AgentBenchmark {
    private static final int HITS = 512;

    private static final List<String> BROWSERS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/%d.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%d.5 Mobile/15E148 Safari/604.1");

    private static final int VERSIONS = 50;
    private static final int LONGEST = 8 * 1_024;
    private static final long SEED = 1;

    private final UserAgents userAgents = new UserAgents(false);
    private String[] browsers;
    private String longest;

    @Setup
    public void open() {
        var random = new SplittableRandom(SEED);
        browsers = IntStream.range(0, HITS)
                .mapToObj(_ -> BROWSERS.get(random.nextInt(BROWSERS.size())).formatted(100 + random.nextInt(VERSIONS)))
                .toArray(String[]::new);
        longest = "Mozilla/5.0 bo".repeat(LONGEST).substring(0, LONGEST);
        for (String browser : browsers) {
            if (userAgents.agent(browser, null, null, null) != Agent.HUMAN) {
                throw new IllegalStateException("A browser is taken for a machine");
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(HITS)
    public void known(Blackhole agents) {
        for (String browser : browsers) {
            agents.consume(userAgents.agent(browser, null, null, null));
        }
    }

    @Benchmark
    @OperationsPerInvocation(HITS)
    public void unknown(Blackhole agents) {
        for (String browser : browsers) {
            agents.consume(userAgents.decided(browser));
        }
    }

    @Benchmark
    public Agent longest() {
        return userAgents.decided(longest);
    }
}
