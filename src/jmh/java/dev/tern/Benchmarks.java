package dev.tern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks, and writes what they say into {@code docs/BENCHMARKS.md}. {@code src/jmh/run} starts it. */
final class Benchmarks {
    private static final Path LOG = Path.of("target/jmh.log");

    /** Short, so that some are undisturbed also on a machine that others use. */
    private static final TimeValue ITERATION = TimeValue.milliseconds(20);

    private static final TimeValue SECOND = TimeValue.seconds(1);

    private Benchmarks() {}

    /** How often each is measured. Only what was measured often enough is written down. */
    private enum Length {
        SHORT(1, 2, 50),
        NORMAL(2, 3, 100),
        LONG(5, 5, 300);

        final int forks;
        final int warmupSeconds;
        final int iterations;

        Length(int forks, int warmupSeconds, int iterations) {
            this.forks = forks;
            this.warmupSeconds = warmupSeconds;
            this.iterations = iterations;
        }
    }

    public static void main(String... args) throws RunnerException, IOException {
        var length = Length.valueOf(args[0]);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(length.forks)
                .warmupIterations(length.warmupSeconds)
                .warmupTime(SECOND)
                .measurementIterations(length.iterations)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(LOG.toString())
                .jvmArgs("-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow");
        List<String> params = new ArrayList<>();
        for (String arg : List.of(args).subList(1, args.length)) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                options.include(arg);
            } else {
                params.add(arg);
                options.param(
                        arg.substring(0, equals), arg.substring(equals + 1).split(","));
            }
        }
        System.out.println("Runs; how far it is stands in " + LOG);
        Tables tables = new Tables(new Runner(options.build()).run());
        if (length == Length.SHORT || !params.isEmpty()) {
            System.out.println(tables);
        } else {
            tables.write();
            System.out.println("Written");
        }
    }
}
