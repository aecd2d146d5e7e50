package dev.tern.consent;

import static java.util.Objects.requireNonNull;

/**
 * What a hit may do.
 *
 * @param store whether anything of it may be kept
 * @param reason the signal that decided, or {@code no_signal}
 */
public record Decision(boolean store, String reason) {
    public Decision {
        requireNonNull(reason, "reason");
    }
}
