package dev.tern.matching;

import dev.tern.Event;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From an event to the traits that it counts for: what it costs as the audiences of the site grow in number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchingBenchmark {
    private static final long SEED = 1;

    @Param
    Rules rules;

    @Param({"10", "100", "1000", "10000"})
    int audiences;

    private RuleSet ruleSet;
    private Event[] events;

    @Setup
    public void open() {
        Shop shop = Shop.of(rules, audiences, SEED);
        ruleSet = shop.ruleSet();
        events = shop.events().toArray(Event[]::new);
        for (Event event : events) {
            int hits = ruleSet.match(event).size();
            if (hits != Shop.HITS) {
                throw new IllegalStateException(hits + " audiences count " + event);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(Shop.EVENTS)
    public void match(Blackhole matched) {
        for (Event event : events) {
            matched.consume(ruleSet.match(event));
        }
    }
}
