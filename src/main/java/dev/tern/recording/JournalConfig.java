package dev.tern.recording;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the journal. */
@ConfigMapping(prefix = "tern.journal")
public interface JournalConfig {
    /** The folder, which must be there; absent: {@link #home}, which is made. */
    Optional<Path> directory();

    /** Where the journal lies if nobody says otherwise. */
    Path home();

    /** How large all its files are together. */
    @WithDefault("256M")
    MemorySize size();

    /** How many threads bring it into Redis. */
    @WithDefault("2")
    int workers();

    /** How long what Redis confirmed can be written again, should a failover have lost it. */
    @WithDefault("15s")
    Duration recoveryWindow();

    /** How many events go to Redis in one round trip. */
    @WithDefault("512")
    int batchSizeMax();

    /** How long a stop waits for what is still to be written. */
    @WithDefault("20s")
    Duration drainTimeout();
}
