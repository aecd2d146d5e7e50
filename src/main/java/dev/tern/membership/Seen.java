package dev.tern.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tern.Decimal;
import dev.tern.timeline.Happened;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is kept, as answers tell it.
 *
 * @param number of the event, where the rule adds up numbers
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seen(Instant time, @Nullable BigDecimal number) {
    /**
     * An event as the history knows it.
     *
     * @param numbers whether its number is kept
     */
    public static Seen of(Happened event, boolean numbers) {
        return new Seen(
                Instant.ofEpochMilli(event.timeMillis()),
                numbers ? new BigDecimal(new Decimal(event.micros()).toString()) : null);
    }
}
