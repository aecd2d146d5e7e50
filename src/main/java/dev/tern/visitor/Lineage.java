package dev.tern.visitor;

import static java.util.Objects.requireNonNull;

import dev.tern.consent.Decision;
import dev.tern.consent.Ground;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Under which consent something was stored.
 *
 * @param use whether it may be used for advertising
 */
public record Lineage(Ground ground, boolean use) {
    /** How many bits {@link #bits} takes. */
    public static final int BITS = 4;

    private static final int UNUSED = 1;

    /** What each pattern of bits stands for: every record and every entry of the journal that is read has one. */
    private static final List<Optional<Lineage>> BY_BITS =
            IntStream.range(0, 1 << BITS).mapToObj(Lineage::ofBits).toList();

    public Lineage {
        requireNonNull(ground, "ground");
    }

    /** That of whatever the decision lets in. */
    public static Lineage of(Decision decision) {
        return new Lineage(decision.ground(), decision.use());
    }

    /** As records and the journal hold it. */
    public int bits() {
        return ground.number() << 1 | (use ? 0 : UNUSED);
    }

    /** What the bits stand for, or nothing; of {@link #BITS} bits. */
    public static Optional<Lineage> read(int bits) {
        return BY_BITS.get(bits);
    }

    private static Optional<Lineage> ofBits(int bits) {
        return Arrays.stream(Ground.values())
                .filter(ground -> ground.number() == bits >> 1)
                .findFirst()
                .map(ground -> new Lineage(ground, (bits & UNUSED) == 0));
    }

    /** Of two at one instant the one that counts, whichever came first: what must not be used is not. */
    public Lineage stricter(Lineage other) {
        boolean isStricter = use == other.use ? bits() >= other.bits() : !use;
        return isStricter ? this : other;
    }
}
