package dev.tern.timeline;

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

/** What an event does to a history, and what five audiences say of it: what it costs as the traits of the visitor grow in number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimelineBenchmark {
    private static final long SEED = 1;

    @Param({"1", "5", "20"})
    int traits;

    private Needs needs;
    private Crowd.Visitor[] visitors;

    @Setup
    public void open() {
        Crowd crowd = Crowd.of(traits, SEED);
        needs = crowd.needs();
        visitors = crowd.visitors().toArray(Crowd.Visitor[]::new);
    }

    @Benchmark
    @OperationsPerInvocation(Crowd.VISITORS)
    public void apply(Blackhole applied) {
        for (Crowd.Visitor visitor : visitors) {
            var event = new Happened(Crowd.NOW, 0, 0);
            History history = visitor.history()
                    .add(visitor.trait(), event, needs, Crowd.NOW)
                    .expire(needs, Crowd.NOW);
            applied.consume(history);
            applied.consume(history.mattersUntil(needs));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Crowd.VISITORS)
    public void timelines(Blackhole timelines) {
        for (Crowd.Visitor visitor : visitors) {
            for (Plan plan : visitor.plans()) {
                timelines.consume(plan.timeline(visitor.history()));
            }
        }
    }
}
