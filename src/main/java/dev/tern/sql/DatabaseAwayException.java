package dev.tern.sql;

import dev.tern.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** PostgreSQL could not be reached, gave up on a transaction, or has no schema yet. What was asked of it may be asked again. */
public final class DatabaseAwayException extends HttpProblem {
    private static final long serialVersionUID = 1;

    DatabaseAwayException(@Nullable Throwable cause) {
        super(Status.SERVICE_UNAVAILABLE, "The store of definitions gives no answer; try again", RETRY, cause);
    }
}
