package dev.tern.recording;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has the journals written to the disk every second, which is what the crash of a whole machine can cost. A disk that refuses is told of, counted,
 * and asked again; what waits in the journals is in the memory of the kernel meanwhile, where the workers and a next process find it.
 */
final class Forcing {
    private static final int EACH_SECONDS = 1;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("journal-force").factory());
    private final Counter refused;
    private boolean refusing;

    Forcing(MeterRegistry metrics) {
        refused = Counter.builder("tern.journal.unforced")
                .description("Times that the disk refused what is in the journal")
                .register(metrics);
    }

    void start(Runnable force) {
        var _ = thread.scheduleWithFixedDelay(() -> force(force), EACH_SECONDS, EACH_SECONDS, TimeUnit.SECONDS);
    }

    private void force(Runnable force) {
        try {
            force.run();
            if (refusing) {
                refusing = false;
                Log.info("The disk takes what is in the journal again");
            }
        } catch (UncheckedIOException e) {
            refused.increment();
            if (!refusing) {
                refusing = true;
                Log.error(
                        "The disk refuses what is in the journal: a crash of this machine would lose what Redis does not have yet",
                        e);
            }
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
