package dev.tern.audience;

import static java.util.Objects.requireNonNull;

import dev.tern.rule.Trait;
import dev.tern.timeline.Need;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What saving a definition would bring.
 *
 * @param asked the traits that it and the audiences that it names ask about
 * @param completeFrom from when on its answers miss nothing
 */
record Draft(List<Asked> asked, Instant completeFrom) {
    Draft {
        asked = List.copyOf(asked);
        requireNonNull(completeFrom, "completeFrom");
    }

    /**
     * A trait, and what is asked of it.
     *
     * @param exists whether other rules ask about the trait already, or this audience does
     * @param since since when so much has been kept; absent where it is not yet
     */
    record Asked(Trait trait, int number, Need need, boolean exists, Optional<Instant> since) {
        Asked {
            requireNonNull(trait, "trait");
            requireNonNull(need, "need");
            requireNonNull(since, "since");
        }
    }
}
