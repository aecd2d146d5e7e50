package dev.tern.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What Tern makes of ten thousand requests that no honest client sends; {@code src/load/fuzz} sends the package many more. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class FuzzHttpTest {
    private static final int WARM_UP = 2_000;
    private static final int REQUESTS = 10_000;
    private static final int SLOW = 200;
    private static final Duration LONGEST = Duration.ofSeconds(50);
    private static final long HEAP_BYTES_MORE_MAX = 8L * 1024 * 1024;

    /** Those of files, of the embedded engines and of this test come and go. */
    private static final int DESCRIPTORS_MORE_MAX = 20;

    @Test
    void answersAndForgetsWhateverComes() throws IOException, InterruptedException {
        Victim victim = Victim.create(RestAssured.port, TestSite.ADMIN_KEY, "victim");
        var attack = new Attack(RestAssured.port, new Fuzz(victim));
        try (var errors = new Heard(Level.WARNING)) {
            attack.send(0, WARM_UP, LONGEST);
            double descriptors = TestSite.metric("process_files_open_files");
            long heapBytes = heapBytes();
            List<Attack.Slow> slow = attack.slow(SLOW, victim.site());

            attack.send(WARM_UP, REQUESTS, LONGEST);

            for (Attack.Slow each : slow) {
                assertEquals(200, each.goOn().status(), "a slow sender");
            }
            assertEquals(List.of(), attack.faults(), attack.statuses()::toString);
            assertEquals(
                    REQUESTS,
                    attack.statuses().values().stream()
                            .mapToLong(each -> each.sum())
                            .sum());
            TestSite.await(
                    "every connection is released",
                    () -> TestSite.metric("process_files_open_files") < descriptors + DESCRIPTORS_MORE_MAX);
            TestSite.await("all is written", () -> TestSite.metric("tern_journal_waiting") == 0);
            long more = heapBytes() - heapBytes;
            assertTrue(more < HEAP_BYTES_MORE_MAX, more + " bytes of heap more than before");
            assertEquals(List.of(), errors.messages());
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
