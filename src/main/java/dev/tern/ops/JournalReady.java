package dev.tern.ops;

import dev.tern.recording.Recording;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether Redis takes what is in the journal, and why not. The pod collects all the same. */
@Readiness
@Singleton
final class JournalReady implements HealthCheck {
    private final Recording recording;

    JournalReady(Recording recording) {
        this.recording = recording;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("journal")
                .up()
                .withData("waiting", recording.waiting())
                .withData("redis", recording.trouble().orElse("stores"))
                .build();
    }
}
