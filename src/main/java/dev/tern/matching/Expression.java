package dev.tern.matching;

import dev.tern.rule.Field;
import dev.tern.rule.Test;
import dev.tern.rule.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a regular expression implies in plainer words, such as {@code contains "/cart/"} of {@code /cart/[0-9]+}; nothing,
 * where there is no text that must occur. The index finds that text, and the expression is tried only where it is.
 *
 * <p>It reads the part of RE2's syntax that most people use. What it does not know, it takes to imply nothing.
 */
final class Expression {
    private static final int NO_TEXT = -1;
    private static final Pattern REPETITION =
            Pattern.compile("(?:[*?]|\\{0+(?:,[0-9]*)?}|(\\+|\\{[0-9]+(?:,[0-9]*)?}))\\??");

    /** Escapes that stand for one of several characters, or for a place. */
    private static final String CLASSES_AND_PLACES = "dDwWsSbBAz";

    private final Field field;
    private final String text;
    private final boolean anyCase;
    private int at;
    private boolean known = true;

    private Expression(Field field, String text) {
        this.field = field;
        this.text = text;
        this.anyCase = text.contains("(?i");
    }

    /** What must hold together of the field, if its letters may be of any case, where the expression matches. */
    static List<Where> implied(Field field, String expression) {
        var reading = new Expression(field, expression);
        List<Where> implied = reading.alternatives();
        return reading.known && reading.at == expression.length() ? implied : List.of();
    }

    private List<Where> alternatives() {
        List<List<Where>> alternatives = new ArrayList<>(List.of(sequence()));
        while (is('|')) {
            at++;
            alternatives.add(sequence());
        }
        if (alternatives.size() == 1) {
            return alternatives.getFirst();
        }
        return alternatives.stream().anyMatch(List::isEmpty)
                ? List.of()
                : List.of(new Where.AnyOf(
                        alternatives.stream().<Where>map(Where.AllOf::new).toList()));
    }

    private List<Where> sequence() {
        List<Where> implied = new ArrayList<>();
        var run = new StringBuilder();
        boolean begins = false;
        while (at < text.length() && !is('|') && !is(')')) {
            boolean isBegin = is('^');
            boolean isGroup = is('(');
            List<Where> group = isGroup ? group() : List.of();
            int character = isGroup ? NO_TEXT : one();
            int from = at;
            boolean needed = repeatsAtLeastOnce();
            if (character != NO_TEXT && needed) {
                run.append((char) character);
            }
            if (character == NO_TEXT || at > from) {
                end(run, begins, implied);
                begins = isBegin && at == from;
            }
            if (needed) {
                implied.addAll(group);
            }
        }
        end(run, begins, implied);
        return implied;
    }

    private void end(StringBuilder run, boolean begins, List<Where> implied) {
        if (!run.isEmpty()) {
            implied.add(new Where.Passes(
                    field,
                    begins && !anyCase ? new Test.StartsWith(run.toString()) : new Test.Contains(run.toString())));
            run.setLength(0);
        }
    }

    private List<Where> group() {
        at++;
        if (text.startsWith("?i)", at)) {
            at += 3;
            return List.of();
        }
        if (text.startsWith("?:", at)) {
            at += 2;
        } else if (text.startsWith("?i:", at)) {
            at += 3;
        } else if (is('?')) {
            return unknown();
        }
        List<Where> implied = alternatives();
        if (!is(')')) {
            return unknown();
        }
        at++;
        return implied;
    }

    /** The character that the next one, or the next escape, stands for. */
    private int one() {
        char character = text.charAt(at++);
        return switch (character) {
            case '.', '^', '$' -> NO_TEXT;
            case '[' -> ofClass();
            case '\\' -> escaped();
            case '*', '+', '?', '{' -> ofUnknown();
            default -> literal(character);
        };
    }

    private int literal(char character) {
        if (Character.isHighSurrogate(character)) {
            at++;
        }
        return Character.isSurrogate(character) || (anyCase && character > '\u007f') ? NO_TEXT : character;
    }

    private int escaped() {
        if (at == text.length()) {
            return ofUnknown();
        }
        char character = text.charAt(at++);
        if (CLASSES_AND_PLACES.indexOf(character) >= 0) {
            return NO_TEXT;
        }
        return character > '\u007f' || Character.isLetterOrDigit(character) ? ofUnknown() : character;
    }

    private int ofClass() {
        if (is('^')) {
            at++;
        }
        for (int from = at; at < text.length(); ) {
            char character = text.charAt(at++);
            if (character == ']' && at > from + 1) {
                return NO_TEXT;
            }
            if (character == '[') {
                return ofUnknown();
            }
            if (character == '\\') {
                at++;
            }
        }
        return ofUnknown();
    }

    /** Whether what stands before must occur. */
    private boolean repeatsAtLeastOnce() {
        Matcher repetition = REPETITION.matcher(text).region(Math.min(at, text.length()), text.length());
        if (!repetition.lookingAt()) {
            return true;
        }
        at = repetition.end();
        return repetition.group(1) != null;
    }

    private boolean is(char character) {
        return at < text.length() && text.charAt(at) == character;
    }

    private int ofUnknown() {
        unknown();
        return NO_TEXT;
    }

    private List<Where> unknown() {
        known = false;
        at = text.length();
        return List.of();
    }
}
