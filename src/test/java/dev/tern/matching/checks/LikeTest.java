package dev.tern.matching.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikeTest {
    @ParameterizedTest
    @CsvSource({
        "/cart/*, /cart/, true",
        "/cart/*, /cart, false",
        "*.html, /a.html, true",
        "*.html, /a.html5, false",
        "/p/*/red, /p/1/2/red, true",
        "/p/?, /p/1, true",
        "/p/?, /p/12, false",
        "/p/?, /p/, false",
        "/p/?, /p/😀, true",
        "/p/??, /p/😀, false",
        "*?, 😀, true",
        "/Cart, /cart, false",
        "a.c, abc, false",
        "*, '', true",
        "?, '', false",
        "**a**, a, true",
    })
    void tells(String pattern, String text, boolean matches) {
        assertEquals(matches, Like.matches(pattern, text));
    }

    @Test
    void takesNoLongerThanPatternTimesText() {
        String text = "a".repeat(8_000);
        String pattern = "*a".repeat(100) + "b";

        assertFalse(Like.matches(pattern, text));
    }

    @Test
    void agreesWithARegularExpression() {
        for (long seed = 0; seed < 100_000; seed++) {
            var random = new SplittableRandom(seed);
            String pattern = text(random, "ab*?😀");
            String text = text(random, "ab\n😀");

            String expression = pattern.replace("*", ".*").replace("?", ".");
            boolean matches =
                    Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
            assertEquals(matches, Like.matches(pattern, text), "seed " + seed + ": " + pattern + " of " + text);
        }
    }

    private static String text(SplittableRandom random, String characters) {
        int[] codePoints = characters.codePoints().toArray();
        return random.ints(random.nextInt(8), 0, codePoints.length)
                .map(place -> codePoints[place])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
