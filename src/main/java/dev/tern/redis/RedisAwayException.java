package dev.tern.redis;

/** Redis could not be reached, hung, or refused a command. */
public final class RedisAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisAwayException(Throwable cause) {
        super("Redis gives no answer", cause);
    }
}
