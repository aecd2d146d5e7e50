package dev.tern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {
    private static final int A_MINUTE = 30;

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());
    private final UnknownKeys keys = new UnknownKeys(A_MINUTE, nanos::get, new SimpleMeterRegistry());

    private void wait(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void bringAll(String address) {
        for (int i = 0; i < A_MINUTE; i++) {
            assertEquals(0, keys.secondsToWait(address), "the one after " + i);
        }
    }

    @Test
    void takesSoManyAtOnceThenOneInItsPartOfAMinute() {
        bringAll("192.0.2.1");

        assertEquals(2, keys.secondsToWait("192.0.2.1"));
        wait(Duration.ofSeconds(1));
        assertEquals(1, keys.secondsToWait("192.0.2.1"));
        wait(Duration.ofSeconds(1));
        assertEquals(0, keys.secondsToWait("192.0.2.1"));
        assertEquals(2, keys.secondsToWait("192.0.2.1"));
    }

    @Test
    void takesAllAgainAfterAMinute() {
        bringAll("192.0.2.1");
        wait(Duration.ofMinutes(1));

        bringAll("192.0.2.1");

        assertEquals(2, keys.secondsToWait("192.0.2.1"));
    }

    @Test
    void knowsEachAddressForItself() {
        bringAll("192.0.2.1");

        assertEquals(0, keys.secondsToWait("192.0.2.2"));
        assertEquals(0, keys.secondsToWait(null));
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        bringAll("2001:db8:1:2::1");

        assertEquals(2, keys.secondsToWait("2001:db8:1:2:ffff::9"));
        assertEquals(0, keys.secondsToWait("2001:db8:1:3::1"));
    }
}
