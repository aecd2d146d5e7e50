package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import dev.tern.Decimal;
import java.util.Optional;

/** A range of numbers, both ends included; it has at least one. */
public record Range(Optional<Decimal> atLeast, Optional<Decimal> atMost) {
    /** Every sum of nothing. */
    private static final Decimal ZERO = new Decimal(0);

    public Range {
        requireNonNull(atLeast, "atLeast");
        requireNonNull(atMost, "atMost");
        if (atLeast.isEmpty() && atMost.isEmpty()) {
            throw new IllegalArgumentException("at least one end");
        }
        if (atLeast.isPresent() && atMost.isPresent() && atLeast.get().compareTo(atMost.get()) > 0) {
            throw new IllegalArgumentException("atLeast <= atMost");
        }
    }

    /** Whether 0, the sum of nothing, lies in it. */
    public boolean containsZero() {
        return atLeast.map(from -> from.compareTo(ZERO) <= 0).orElse(true)
                && atMost.map(to -> to.compareTo(ZERO) >= 0).orElse(true);
    }
}
