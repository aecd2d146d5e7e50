package dev.tern.recording;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;

/** A clock at whose first look something happens elsewhere. */
public final class Meanwhile extends Clock {
    private final Runnable elsewhere;
    private final AtomicBoolean happened = new AtomicBoolean();

    public Meanwhile(Runnable elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** Whether anybody has looked. */
    public boolean hasHappened() {
        return happened.get();
    }

    @Override
    public Instant instant() {
        if (happened.compareAndSet(false, true)) {
            elsewhere.run();
        }
        return Instant.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
