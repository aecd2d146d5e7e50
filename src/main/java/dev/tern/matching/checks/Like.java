package dev.tern.matching.checks;

/**
 * {@code like}: {@code *} stands for any characters, {@code ?} for one, which may be a surrogate pair.
 *
 * <p>Only the last {@code *} ever has to take one more character: what an earlier one could gain, the last one has too.
 * So no more than pattern times text steps, and nothing recurses.
 */
final class Like {
    private Like() {}

    static boolean matches(String pattern, String text) {
        int at = 0;
        int next = 0;
        int afterStar = -1;
        int taken = 0;
        while (at < text.length()) {
            int width = next < pattern.length() ? width(pattern.charAt(next), text, at) : 0;
            if (width > 0) {
                at += width;
                next++;
            } else if (next < pattern.length() && pattern.charAt(next) == '*') {
                next++;
                afterStar = next;
                taken = at;
            } else if (afterStar >= 0) {
                taken++;
                at = taken;
                next = afterStar;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }

    /** How many of the text's characters the pattern's character stands for here; 0 where it does not fit. */
    private static int width(char wanted, String text, int at) {
        return switch (wanted) {
            case '*' -> 0;
            case '?' -> Character.charCount(text.codePointAt(at));
            default -> text.charAt(at) == wanted ? 1 : 0;
        };
    }
}
