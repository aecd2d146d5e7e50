package dev.tern.journal;

import org.jspecify.annotations.Nullable;

/** Why the journal can't be used. The message says what to do about it. */
public final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
