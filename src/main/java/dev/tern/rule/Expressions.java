package dev.tern.rule;

import static dev.tern.rule.Limits.PATTERN_PROGRAM_MAX;

import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of {@code matches}, held to a small program.
 *
 * <p>RE2/J unrolls {@code x{n}} into n copies, and does so before it tells the size: three nested {@code {1000}} would
 * take all memory. So the size is first bounded from the text. A repetition that follows {@code )}, or the {@code \E}
 * that ends a quote, may stand around others and multiplies; any other repeats one character (or class) and adds.
 *
 * <p>RE2/J 1.8 also compiles forever (google/re2j#168) when it ignores case and meets one of nine Cyrillic letters that
 * are younger than its case tables. They are refused there, and so is what could reach them: escapes and ranges.
 */
final class Expressions {
    private static final Pattern REPETITION = Pattern.compile("(.)\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}", Pattern.DOTALL);
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[A-Za-z-]*i");
    private static final Pattern ENDLESS_FOLDS =
            Pattern.compile("[\\x{1C80}-\\x{1C88}]|\\\\x|-[\\x{1C80}-\\x{10FFFF}]");
    private static final int UNROLLED_MAX = 20_000;

    private Expressions() {}

    /** Why the expression can't be taken, or nothing where it can. */
    static Optional<String> whatIsWrong(String expression) {
        if (IGNORES_CASE.matcher(expression).find()
                && ENDLESS_FOLDS.matcher(expression).find()) {
            return Optional.of("beside (?i) no \\x, none of U+1C80 to U+1C88, and no range that ends beyond");
        }
        try {
            boolean small = unrolledAtMost(expression) <= UNROLLED_MAX
                    && com.google.re2j.Pattern.compile(expression).programSize() <= PATTERN_PROGRAM_MAX;
            return small
                    ? Optional.empty()
                    : Optional.of("an expression of at most %d instructions".formatted(PATTERN_PROGRAM_MAX));
        } catch (PatternSyntaxException malformed) {
            return Optional.of("a regular expression in RE2 syntax");
        }
    }

    static double unrolledAtMost(String expression) {
        double characters = expression.length();
        double copies = 1;
        for (MatchResult repetition : REPETITION.matcher(expression).results().toList()) {
            int times = Math.max(number(repetition.group(2)), number(repetition.group(3)));
            char before = repetition.group(1).charAt(0);
            if (before == ')' || before == 'E') {
                copies *= Math.max(1, times);
            } else {
                characters += times;
            }
        }
        return characters * copies;
    }

    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
