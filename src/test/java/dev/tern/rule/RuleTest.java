package dev.tern.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tern.json.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleTest {
    @Test
    void namesItsConditionsOnceInTheirOrder() {
        var b = new Condition(List.of("b"), List.of());
        var a = new Condition(List.of("a"), List.of());
        var rule = new Rule.All(List.of(count(b), new Rule.Any(List.of(count(a), new Rule.Not(count(b))))));

        assertEquals(List.of(Trait.counted(b), Trait.counted(a)), rule.traits());
    }

    @Test
    void refusesToBeBuiltEmpty() {
        assertThrows(IllegalArgumentException.class, () -> new Rule.All(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Rule.Any(List.of()));
    }

    @Test
    void refusesToBeDefinedWithoutAnEnd() {
        var never = new Rule.Not(count(new Condition(List.of("a"), List.of())));

        var refusal = assertThrows(Refusal.class, () -> new Definition("x", never, Optional.empty()));

        assertEquals("/rule", refusal.pointer());
    }

    private static Rule count(Condition condition) {
        return new Rule.Count(condition, Bound.ONCE, new Window(1000));
    }
}
