package dev.tern.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import dev.tern.rule.Field;
import dev.tern.rule.Test.Contains;
import dev.tern.rule.Test.StartsWith;
import dev.tern.rule.Where;
import dev.tern.rule.Where.AllOf;
import dev.tern.rule.Where.AnyOf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Field PATH = Field.parse("path").orElseThrow();

    @ParameterizedTest
    @MethodSource("texts")
    void findsTheTextThatMustOccur(String expression, List<Where> implied) {
        assertEquals(implied, Expression.implied(PATH, expression));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                of("cart", has("cart")),
                of("^/cart", begins("/cart")),
                of("^^/cart$", begins("/cart")),
                of("\\A/cart\\z", has("/cart")),
                of("/c/.*/p[0-9]+\\.html$", has("/c/"), has("/p"), has(".html")),
                of("ab*c", has("a"), has("c")),
                of("ab+c", has("ab"), has("c")),
                of("ab?", has("a")),
                of("ab{0,3}c", has("a"), has("c")),
                of("ab{2}?c", has("ab"), has("c")),
                of("ab{0}", has("a")),
                of("a[]b]c", has("a"), has("c")),
                of("a[^\\]b]c", has("a"), has("c")),
                of("a😀*b", has("a"), has("b")),
                of("(cart)", has("cart")),
                of("a(cart)?b", has("a"), has("b")),
                of("^(?:cart)", has("cart")),
                of("^*cart", has("cart")),
                of("(?i)^cart", has("cart")),
                of("(?i:CART)é", has("CART")),
                of("/(red|green)/", has("/"), any(has("red"), has("green")), has("/")),
                of("^a|b[0-9]c", any(begins("a"), new AllOf(List.of(has("b"), has("c"))))),
                of("a(b|c*)", has("a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "[0-9]+", "a|", "a|[b]", "(a|b*)", ".*", "(?s)cart", "(?m)^cart", "(?P<n>cart)", "(?-i)cart",
                "\\Qcart\\E", "\\x41", "\\pLcart", "a{,3}", "[[:alpha:]]a", "a)", "(a", "[a", "a\\", "a**"
            })
    void impliesNothingWhereItIsNotSure(String expression) {
        assertEquals(List.of(), Expression.implied(PATH, expression));
    }

    @Test
    void foldsAtLeastWhatExpressionsTakeForTheSame() {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            var anyCase = Pattern.compile("(?i)" + letter);
            for (int other = 0; other < Character.MIN_SURROGATE; other++) {
                boolean same = Needles.fold((char) other) == letter;

                assertTrue(same || !anyCase.matches("" + (char) other), letter + " and " + other);
            }
        }
    }

    private static Arguments of(String expression, Where... implied) {
        return Arguments.of(expression, List.of(implied));
    }

    private static Where has(String text) {
        return new Where.Passes(PATH, new Contains(text));
    }

    private static Where begins(String text) {
        return new Where.Passes(PATH, new StartsWith(text));
    }

    private static Where any(Where... alternatives) {
        return new AnyOf(Stream.of(alternatives)
                .<Where>map(each -> each instanceof AllOf ? each : new AllOf(List.of(each)))
                .toList());
    }
}
