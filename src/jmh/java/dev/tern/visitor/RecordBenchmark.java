package dev.tern.visitor;

import dev.tern.consent.Ground;
import dev.tern.timeline.Crowd;
import dev.tern.timeline.History;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Between a visitor's record and its form in Redis: what it costs as the traits of the visitor grow in number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
    private static final long SEED = 1;
    private static final int RULES = 0x5EED;

    @Param({"1", "5", "20"})
    int traits;

    private VisitorRecord[] records;
    private byte[][] forms;

    @Setup
    public void open() {
        records = Crowd.of(traits, SEED).visitors().stream()
                .map(visitor -> record(visitor.history()))
                .toArray(VisitorRecord[]::new);
        forms = Arrays.stream(records).map(VisitorRecord::bytes).toArray(byte[][]::new);
    }

    private static VisitorRecord record(History history) {
        long latest = IntStream.range(0, history.size())
                .mapToLong(place -> history.state(place).latestMillis())
                .max()
                .orElseThrow();
        return new VisitorRecord(latest, new Lineage(Ground.CONSENT, true), RULES, history);
    }

    @Benchmark
    @OperationsPerInvocation(Crowd.VISITORS)
    public void write(Blackhole written) {
        for (VisitorRecord record : records) {
            written.consume(record.bytes());
        }
    }

    @Benchmark
    @OperationsPerInvocation(Crowd.VISITORS)
    public void read(Blackhole read) {
        for (byte[] form : forms) {
            read.consume(VisitorRecord.read(form).orElseThrow());
        }
    }
}
