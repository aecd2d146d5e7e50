package dev.tern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks, and writes what they say into {@code docs/BENCHMARKS.md}. {@code src/jmh/run} starts it. */
final class Benchmarks {
    private static final TimeValue SECOND = TimeValue.seconds(1);

    private Benchmarks() {}

    /** How long each measurement takes. Only the normal one is written down. */
    private enum Length {
        SHORT(1, 1, 2),
        NORMAL(2, 2, 4),
        LONG(5, 3, 8);

        final int forks;
        final int warmupSeconds;
        final int measuredSeconds;

        Length(int forks, int warmupSeconds, int measuredSeconds) {
            this.forks = forks;
            this.warmupSeconds = warmupSeconds;
            this.measuredSeconds = measuredSeconds;
        }
    }

    public static void main(String... args) throws RunnerException, IOException {
        var length = Length.valueOf(args[0]);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(length.forks)
                .warmupIterations(length.warmupSeconds)
                .warmupTime(SECOND)
                .measurementIterations(length.measuredSeconds)
                .measurementTime(SECOND)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgs("-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow");
        List<String> params = new ArrayList<>();
        for (String arg : List.of(args).subList(2, args.length)) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                options.include(arg);
            } else {
                params.add(arg);
                options.param(
                        arg.substring(0, equals), arg.substring(equals + 1).split(","));
            }
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Tables tables = new Tables(results);
        if (length == Length.SHORT || !params.isEmpty()) {
            System.out.println(tables);
        } else {
            tables.writeInto(Path.of(args[1]));
        }
    }
}
