package dev.tern.sql;

import org.jspecify.annotations.Nullable;

/** PostgreSQL could not be reached, gave up on a transaction, or has no schema yet. What was asked of it may be asked again. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseAwayException(@Nullable Throwable cause) {
        super("PostgreSQL gives no answer", cause);
    }
}
