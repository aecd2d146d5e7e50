package dev.tern.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    private static final List<String> PIECES = List.of(
            "a",
            ".",
            "(",
            ")",
            "(?:",
            "(?i)",
            "[",
            "]",
            "^",
            "[^",
            "{2}",
            "{0,3}",
            "{3,}",
            "{9",
            "}",
            "*",
            "+",
            "?",
            "|",
            "\\",
            "\\Q",
            "\\E",
            "\\pL",
            "\\p{Greek}",
            "\\d",
            "\\x{10FFFF}",
            "\\b",
            "[[:alpha:]]",
            "-",
            "é",
            "🐦",
            "$",
            ",");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/product/\\d+",
                "(?i)shoes|boots",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "\\p{Greek}{3,}",
                ".{1,200}"
            })
    void takesExpressionsOfEveryday(String expression) {
        assertEquals(Optional.empty(), Expressions.whatIsWrong(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "(((a{1000}){1000}){1000}){1000}",
                "((((((((a{10}){10}){10}){10}){10}){10}){10}){10}){10}",
                "((a{1000})(?i){1000})(?i){1000}",
                "((a{1000})\\Q\\E{1000})\\Q\\E{1000}",
                "((x{0,1000}){0,1000}){0,1000}",
                "((x{1000,}){1000,}){1000,}",
                "(?:(?:(?:a|b){500}[)]{500}){500}){500}"
            })
    void refusesBombsWithoutUnrollingThem(String expression) {
        Optional<String> reason =
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Expressions.whatIsWrong(expression));

        assertEquals(Optional.of("an expression of at most 500 instructions"), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?i)\u1C80", "(?si:[\u1C88])", "(?i)[B-\\x{1FFF}]", "(?i)[\\x{100}-\\x{1FFF}]", "(?i)[é-🐦]"})
    void refusesWhatFoldsForever(String expression) {
        assertEquals(
                Optional.of("beside (?i) no \\x, none of U+1C80 to U+1C88, and no range that ends beyond"),
                Expressions.whatIsWrong(expression));
    }

    /** Which letters have a case, and which, changes with the JDK; the tables of RE2/J stay. */
    @Test
    void comesToAnEndOnEveryCharacter() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
                if (Character.isLetter(point)) {
                    Expressions.whatIsWrong("(?i)" + Character.toString(point));
                }
            }
        });
    }

    @Test
    void comesToAnEndOnEveryExpression() {
        var seed = new AtomicLong();

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    while (seed.incrementAndGet() < 20_000) {
                        Expressions.whatIsWrong(expression(new SplittableRandom(seed.get())));
                    }
                },
                () -> "seed " + seed);
    }

    /** The bound that is taken from the text must not fall far below what RE2/J makes of it. */
    @Test
    void boundsTheProgramOfAnyExpression() {
        for (long seed = 0; seed < 20_000; seed++) {
            String expression = expression(new SplittableRandom(seed));
            if (Expressions.whatIsWrong(expression).isEmpty()) {
                int size = Pattern.compile(expression).programSize();
                double bound = Expressions.unrolledAtMost(expression);
                assertTrue(size <= 4 * bound + 4, "seed " + seed + ": " + size + " > " + bound);
            }
        }
    }

    private static String expression(SplittableRandom random) {
        var expression = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            expression.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return expression.toString();
    }
}
