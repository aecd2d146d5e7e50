package dev.tern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What nobody wrote: noise, and what somebody wrote with some of it changed, cut, grown or repeated. The same for the same seed. */
public final class Forger {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int NOISE_BYTES_MAX = 100;

    /** More than any reader needs, its classes included, and far less than a length that somebody made up could ask for. */
    private static final long ALLOCATED_BYTES_MAX = 4_000_000;

    private final SplittableRandom random;
    private final List<byte[]> valid;

    public Forger(long seed, List<byte[]> valid) {
        this.random = new SplittableRandom(seed);
        this.valid = List.copyOf(valid);
    }

    public static Forger ofTexts(long seed, List<String> valid) {
        return new Forger(
                seed, valid.stream().map(text -> text.getBytes(ISO_8859_1)).toList());
    }

    private byte[] next() {
        return random.nextInt(8) == 0 ? noise() : mutated(valid.get(random.nextInt(valid.size())));
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(NOISE_BYTES_MAX)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] mutated(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
                case 2 -> bytes = Arrays.copyOfRange(bytes, at, bytes.length);
                case 3 -> System.arraycopy(bytes, 0, bytes, at, random.nextInt(bytes.length - at + 1));
                case 4 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                case 5 -> bytes[at] = (byte) random.nextInt();
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    /** Hands out so many forgeries to a reader, which must throw nothing and allocate little. */
    public void each(int count, Consumer<byte[]> reader) {
        for (int i = 0; i < count; i++) {
            byte[] forged = next();
            int number = i;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                reader.accept(forged);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("forgery " + number, e);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < ALLOCATED_BYTES_MAX, () -> "forgery " + number + " took " + allocated + " bytes");
        }
    }

    /** The same for texts. */
    public void eachText(int count, Consumer<String> reader) {
        each(count, forged -> reader.accept(new String(forged, ISO_8859_1)));
    }
}
