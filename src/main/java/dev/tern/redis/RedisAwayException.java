package dev.tern.redis;

import dev.tern.problem.HttpProblem;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.ws.rs.core.Response.Status;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Redis could not be reached, hung, or refused a command. */
public final class RedisAwayException extends HttpProblem {
    private static final long serialVersionUID = 1;
    private static final Pattern WITHIN_SCRIPT = Pattern.compile("^ERR .* -([A-Z]+) ");

    RedisAwayException(Throwable cause) {
        super(Status.SERVICE_UNAVAILABLE, "The store of memberships gives no answer; try again", RETRY, cause);
    }

    /** The code of the error with which Redis refused, such as {@code OOM}; {@code hangs} or {@code away} where it did not answer. */
    public String why() {
        return switch (getCause()) {
            case ErrorType closed when closed.is("CONNECTION_CLOSED") -> "away";
            case ErrorType refusal -> code(refusal.toString());
            case TimeoutException late -> "hangs";
            case null, default -> "away";
        };
    }

    /** Before version 7, Redis tells the error of a command within a script inside one of its own: {@code ERR Error running script …: -READONLY …}. */
    private static String code(String refusal) {
        Matcher within = WITHIN_SCRIPT.matcher(refusal);
        return within.find() ? within.group(1) : refusal.split(" ", 2)[0];
    }
}
