package dev.tern.redis;

import dev.tern.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** Redis could not be reached, hung, or refused a command. */
public final class RedisAwayException extends HttpProblem {
    private static final long serialVersionUID = 1;

    RedisAwayException(Throwable cause) {
        super(Status.SERVICE_UNAVAILABLE, "The store of memberships gives no answer; try again", RETRY, cause);
    }
}
