package dev.tern.collect;

import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.recording.Recording;
import dev.tern.visitor.Tombstone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Visitors who take their consent back. They are counted, since one wrong release of a banner can make many. */
@Singleton
final class Withdrawals {
    private final Recording recording;
    private final Counter taken;

    Withdrawals(Recording recording, MeterRegistry metrics) {
        this.recording = recording;
        this.taken = Counter.builder("tern.withdrawals")
                .description("Visitors removed since they took their consent back")
                .register(metrics);
    }

    /** Has everything of the visitor removed; nothing where the journal has no room for it. */
    Optional<Recording.Receipt> take(LiveSite site, VisitorId visitor) {
        Optional<Recording.Receipt> receipt = recording.remove(site, visitor, Tombstone.WITHDRAWN);
        if (receipt.isPresent()) {
            taken.increment();
        }
        return receipt;
    }
}
