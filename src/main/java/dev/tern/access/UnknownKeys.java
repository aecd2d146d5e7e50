package dev.tern.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.NetUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often an address may bring a key that nobody knows: so many times at once, then one each time that its part of a minute has passed.
 * A known key never comes here, so nobody can lock out who shares the address.
 *
 * <p>Addresses are in memory alone, for at most a minute: of IPv6 the network, since one host has as many as it likes. Each has one number, the
 * instant at which all that it brought would have come one by one (GCRA, ITU-T I.371).
 */
@ApplicationScoped
class UnknownKeys {
    /** Some 100 bytes each. Where there are more, those of longest ago are forgotten. */
    private static final int ADDRESSES_MAX = 10_000;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int NETWORK_BYTES = 8;

    private final Cache<ByteBuffer, Long> addresses = Caffeine.newBuilder()
            .maximumSize(ADDRESSES_MAX)
            .expireAfterWrite(1, TimeUnit.MINUTES)
            .build();
    private final LongSupplier nanos;
    private final long partNanos;
    private final Counter refused;
    private final Counter slowed;

    @Inject
    UnknownKeys(AccessConfig config, MeterRegistry metrics) {
        this(config.unknownKeysAMinute(), System::nanoTime, metrics);
    }

    UnknownKeys(int perMinute, LongSupplier nanos, MeterRegistry metrics) {
        this.nanos = nanos;
        this.partNanos = MINUTE_NANOS / perMinute;
        this.refused = counter(metrics, "401");
        this.slowed = counter(metrics, "429");
    }

    /** Has the counters there from the start. */
    void start(@Observes StartupEvent started) {}

    private static Counter counter(MeterRegistry metrics, String answer) {
        return Counter.builder("tern.unknown.keys")
                .description("Requests with an API key that nobody knows")
                .tag("answer", answer)
                .register(metrics);
    }

    /**
     * Counts one more.
     *
     * @param address of who brought it; null where it has none
     * @return in how many seconds the address may bring the next, or 0 where this one was not too many
     */
    long secondsToWait(@Nullable String address) {
        long now = nanos.getAsLong();
        ByteBuffer network = network(address);
        Long before = addresses.getIfPresent(network);
        long over = before == null ? 0 : before + partNanos - now - MINUTE_NANOS;
        if (over > 0) {
            slowed.increment();
            return (over + 999_999_999) / 1_000_000_000;
        }
        var _ = addresses
                .asMap()
                .merge(network, now + partNanos, (until, fresh) -> until - now < 0 ? fresh : until + partNanos);
        refused.increment();
        return 0;
    }

    private static ByteBuffer network(@Nullable String address) {
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null
                ? ByteBuffer.allocate(0)
                : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK_BYTES))
                        .slice();
    }
}
