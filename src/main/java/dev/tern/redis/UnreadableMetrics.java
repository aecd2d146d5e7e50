package dev.tern.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** Tells what was unreadable, all kinds from the start. */
@Singleton
final class UnreadableMetrics implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry metrics) {
        for (Unreadable each : Unreadable.ALL) {
            FunctionCounter.builder("tern.unreadable", each, Unreadable::met)
                    .description("What nobody could read, in Redis or in the journal, and was taken as absent")
                    .tag("kind", each.kind())
                    .tag("reason", each.reason())
                    .register(metrics);
        }
    }
}
