package dev.tern.rule;

import dev.tern.json.Place;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A span of time as rules write it: {@code 90s}, {@code 15m}, {@code 12h}, {@code 30d}.
 *
 * @param millis between a second and 540 days
 */
public record Window(long millis) {
    /** The longest, in milliseconds: 540 days. */
    public static final long MILLIS_MAX = 540L * 24 * 60 * 60 * 1000;

    /** What a duration looks like, in words for an error. */
    public static final String FORM = "a duration such as 90s, 15m, 12h or 30d";

    private static final Pattern PATTERN = Pattern.compile("[1-9][0-9]{0,8}[smhd]");

    public Window {
        if (millis < 1000 || millis > MILLIS_MAX || millis % 1000 != 0) {
            throw new IllegalArgumentException(FORM);
        }
    }

    /** How many milliseconds the text means, maybe more than a window can have; nothing when it is not well-formed. */
    public static Optional<Long> parseMillis(String text) {
        if (!PATTERN.matcher(text).matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return Optional.of(amount * unitMillis(text.charAt(text.length() - 1)));
    }

    /**
     * Reads a span.
     *
     * @throws dev.tern.json.Refusal where it is anything else, or too long
     */
    public static Window read(Place place) {
        long millis = Optional.ofNullable(place.node().textValue())
                .flatMap(Window::parseMillis)
                .orElseThrow(() -> place.refusal(FORM));
        if (millis > MILLIS_MAX) {
            throw place.refusal("at most " + new Window(MILLIS_MAX));
        }
        return new Window(millis);
    }

    /** The shorter of the two. */
    public Window cutTo(Window other) {
        return other.millis < millis ? other : this;
    }

    private static long unitMillis(char unit) {
        return switch (unit) {
            case 's' -> 1000L;
            case 'm' -> 60_000L;
            case 'h' -> 3_600_000L;
            case 'd' -> 86_400_000L;
            default -> throw new IllegalArgumentException(FORM);
        };
    }

    /** In the largest unit that gives a whole number, so that equal spans have one text. */
    @Override
    public String toString() {
        for (char unit : new char[] {'d', 'h', 'm'}) {
            if (millis % unitMillis(unit) == 0) {
                return millis / unitMillis(unit) + String.valueOf(unit);
            }
        }
        return millis / 1000 + "s";
    }

    /** The same in words: {@code 30 days}, {@code 1 hour}. */
    public String words() {
        String text = toString();
        String amount = text.substring(0, text.length() - 1);
        String unit =
                switch (text.charAt(text.length() - 1)) {
                    case 'd' -> " day";
                    case 'h' -> " hour";
                    case 'm' -> " minute";
                    default -> " second";
                };
        return amount + unit + (amount.equals("1") ? "" : "s");
    }
}
