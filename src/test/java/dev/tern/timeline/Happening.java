package dev.tern.timeline;

import dev.tern.Decimal;
import dev.tern.rule.Condition;
import dev.tern.rule.Field;
import java.util.Map;
import java.util.Set;

/**
 * An event as the tests see it.
 *
 * @param time when, in milliseconds since 1970
 * @param tag which one of that millisecond
 * @param meets what conditions it meets
 * @param numbers what its fields hold, where that is a number
 */
public record Happening(long time, int tag, Set<Condition> meets, Map<Field, Decimal> numbers) {
    public Happening {
        meets = Set.copyOf(meets);
        numbers = Map.copyOf(numbers);
    }
}
