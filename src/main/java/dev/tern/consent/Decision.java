package dev.tern.consent;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What a hit may do.
 *
 * @param store whether anything of it may be kept
 * @param use whether what is kept may be used for advertising (TCF purpose 4)
 * @param refused whether at least one signal is the visitor's own no: who was stored is to be withdrawn
 * @param ground under which yes it may be kept; where it may not, {@link Ground#POLICY}
 * @param reason the signal that decided, or {@code no_signal}
 */
public record Decision(boolean store, boolean use, boolean refused, Ground ground, String reason) {
    static final String NO_SIGNAL = "no_signal";

    public Decision {
        requireNonNull(ground, "ground");
        requireNonNull(reason, "reason");
        if ((store && refused) || (use && !store)) {
            throw new IllegalArgumentException("Nothing is stored against a refusal, or used that is not stored");
        }
    }

    /** Every reason for which a hit may be denied. */
    public static List<String> denialReasons() {
        List<String> reasons = new ArrayList<>();
        reasons.add(NO_SIGNAL);
        for (Signal signal : Signal.values()) {
            reasons.add(signal.text());
        }
        return reasons;
    }
}
