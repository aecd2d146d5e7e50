package dev.tern;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A number of at most 6 decimal places, held in millionths, so that sums are exact in any order.
 *
 * @param micros millionths, between -10^18 and 10^18 (the number between -10^12 and 10^12)
 */
public record Decimal(long micros) implements Comparable<Decimal> {
    /** What a number must be, in words for an error. */
    public static final String FORM = "a number of at most 6 decimal places, between -10^12 and 10^12";

    private static final int PLACES = 6;
    private static final int CHARS_MAX = 40;
    private static final long MICROS_MAX = 1_000_000_000_000_000_000L;

    public Decimal {
        if (micros < -MICROS_MAX || micros > MICROS_MAX) {
            throw new IllegalArgumentException(FORM);
        }
    }

    /** The number that the text writes in decimal, with or without an exponent; nothing where it is out of bounds or none. */
    public static Optional<Decimal> parse(String text) {
        if (text.isEmpty() || text.length() > CHARS_MAX || !isPlain(text)) {
            return Optional.empty();
        }
        try {
            return of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The same number, or nothing where it is out of bounds or has more than 6 places. */
    public static Optional<Decimal> of(BigDecimal number) {
        long digitsBeforePoint = (long) number.precision() - number.scale();
        if (number.signum() != 0 && (digitsBeforePoint > 13 || digitsBeforePoint < -PLACES)) {
            return Optional.empty();
        }
        try {
            long micros = number.signum() == 0
                    ? 0
                    : number.movePointRight(PLACES)
                            .setScale(0, RoundingMode.UNNECESSARY)
                            .longValueExact();
            return micros < -MICROS_MAX || micros > MICROS_MAX ? Optional.empty() : Optional.of(new Decimal(micros));
        } catch (ArithmeticException tooFine) {
            return Optional.empty();
        }
    }

    /** What {@link BigDecimal} reads more of: a plus in front, digits of other scripts. */
    private static boolean isPlain(String text) {
        return text.charAt(0) != '+' && text.chars().allMatch(c -> c < 128);
    }

    @Override
    public int compareTo(Decimal other) {
        return Long.compare(micros, other.micros);
    }

    /** Plain decimal text without trailing zeros. */
    @Override
    public String toString() {
        return micros == 0
                ? "0"
                : BigDecimal.valueOf(micros, PLACES).stripTrailingZeros().toPlainString();
    }
}
