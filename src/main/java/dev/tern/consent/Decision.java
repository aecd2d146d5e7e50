package dev.tern.consent;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What a hit may do.
 *
 * @param store whether anything of it may be kept
 * @param reason the signal that decided, or {@code no_signal}
 */
public record Decision(boolean store, String reason) {
    static final String NO_SIGNAL = "no_signal";

    public Decision {
        requireNonNull(reason, "reason");
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
