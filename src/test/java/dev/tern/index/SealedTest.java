package dev.tern.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.VisitorId;
import dev.tern.redis.Unreadable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sealed bucket holds. */
class SealedTest {
    private static final Bucket BUCKET = new Bucket(7, 3, 5);
    private static final int NOW = 1_900_000;

    private static byte[] sealed(int members) {
        ByteBuffer bytes = ByteBuffer.allocate(20 * members);
        for (int i = 0; i < members; i++) {
            bytes.putLong(i).putLong(-i).putInt(NOW - 1 + i);
        }
        return bytes.array();
    }

    private static List<Put> unsealed(byte[] sealed) {
        List<Put> puts = new ArrayList<>();
        Buckets.unseal(BUCKET, sealed, NOW, puts);
        return puts;
    }

    @Test
    void givesWhatHasNotEndedOneBitBelow() {
        assertEquals(List.of(new Put(7, new VisitorId(2, -2), NOW + 1, 4)), unsealed(sealed(3)));
    }

    @Test
    void givesTheWholeEntriesOfOneThatWasCutAndCountsIt() {
        long before = Unreadable.INDEX_BROKEN.met();

        List<Put> puts = unsealed(Arrays.copyOf(sealed(5), 99));

        assertEquals(unsealed(sealed(4)), puts);
        assertEquals(1, Unreadable.INDEX_BROKEN.met() - before);
    }

    @Test
    @Timeout(60)
    void givesNoEntryOfAMillionForgedOnesThatNobodyCouldHaveWritten() {
        var given = new AtomicInteger();

        new Forger(9, List.of(sealed(1), sealed(4), sealed(100))).each(1_000_000, forged -> {
            List<Put> puts = unsealed(forged);
            Set<String> digests = new HashSet<>();
            Buckets.removals(forged, digests);
            given.addAndGet(puts.size());
            assertTrue(puts.size() + digests.size() <= forged.length / 20);
            assertTrue(puts.stream().allMatch(put -> put.score() > NOW && put.score() < 1 << 23));
        });

        assertTrue(given.get() > 1_000_000, given + " given");
    }
}
