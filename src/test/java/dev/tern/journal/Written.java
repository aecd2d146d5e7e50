package dev.tern.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** A small journal's file, as it was left. */
final class Written {
    private static final int OPERATIONS_MAX = 100;

    final byte[] bytes;

    /** The same file at some time before. */
    final byte[] earlier;

    /** All that was ever appended. */
    final Set<String> payloads;

    private Written(byte[] bytes, byte[] earlier, Set<String> payloads) {
        this.bytes = bytes;
        this.earlier = earlier;
        this.payloads = payloads;
    }

    static Written of(long seed, Path path) throws IOException {
        var random = new SplittableRandom(seed);
        var clock = new Given.Clock();
        Journal journal = Given.journal(path, Ring.GRAIN_BYTES * (4L + random.nextInt(60)), clock);
        Set<String> payloads = new HashSet<>();
        byte[] earlier = Given.bytes(journal);
        for (int operations = random.nextInt(OPERATIONS_MAX); operations > 0; operations--) {
            switch (random.nextInt(10)) {
                case 0 -> Given.store(journal);
                case 1 -> {
                    Given.store(journal);
                    Given.age(journal, clock);
                }
                case 2 -> journal.rewind();
                case 3 -> earlier = Given.bytes(journal);
                default -> {
                    String text = "<%d-%d>".formatted(seed, operations)
                            + (random.nextBoolean() ? "x" : "\0").repeat(random.nextInt(60));
                    if (journal.append(Given.payload(text)) != Journal.FULL) {
                        payloads.add(text);
                    }
                }
            }
        }
        return new Written(Given.bytes(journal), earlier, payloads);
    }
}
