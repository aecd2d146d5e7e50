package dev.tern.membership;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * How long lookups take, from the question to its answer: {@code asked = answered + failed}. What is refused never became a question, and is
 * not counted.
 */
@Singleton
final class LookupTimes {
    /** The buckets end here: the targets of {@code docs/BENCHMARKS.md}, and the time limit of Redis. */
    private static final Duration[] BOUNDS = LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 1_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Form single;
    private final Form batch;

    LookupTimes(MeterRegistry metrics) {
        this.single = new Form(timer(metrics, "single", "answered"), timer(metrics, "single", "failed"));
        this.batch = new Form(timer(metrics, "batch", "answered"), timer(metrics, "batch", "failed"));
    }

    /** Lookups of one visitor. */
    Form single() {
        return single;
    }

    /** Lookups of many. */
    Form batch() {
        return batch;
    }

    /** A form of question, and what became of those. */
    record Form(Timer answered, Timer failed) {
        /** An answer was made now. */
        void answered(long beganNanos) {
            answered.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
        }

        /** It is certain now that there is none. */
        void failed(long beganNanos) {
            failed.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
        }

        <T> Future<T> measured(long beganNanos, Future<T> answer) {
            return answer.onComplete(made -> answered(beganNanos), failure -> failed(beganNanos));
        }
    }

    private static Timer timer(MeterRegistry metrics, String form, String outcome) {
        return Timer.builder("tern.lookup")
                .description("Time from a lookup to its answer, by form and by what became of it")
                .tag("form", form)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(metrics);
    }
}
