package dev.tern.ops;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for: the series, and the labels that it groups them by. Knows the words that Tern's dashboard and
 * alerts use.
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern TOKEN = Pattern.compile("""
            \\s+|"(?:[^"\\\\]|\\\\.)*"|[a-zA-Z_:][a-zA-Z0-9_:]*|\\[(?:\\d+[smhd]|\\$__rate_interval)]|\\d+(?:\\.\\d+)?[smhd]?\
            |=~|!~|!=|==|>=|<=|[-+*/(){},<>=]""");

    private static final Set<String> FUNCTIONS =
            Set.of("absent", "histogram_quantile", "increase", "max", "max_over_time", "rate", "sum");
    private static final Set<String> GROUPING = Set.of("by");
    private static final Set<String> OPERATORS = Set.of("and", "offset");

    /** A series by its name, and what its labels must be. */
    record Selector(String name, List<Test> tests) {
        Selector {
            tests = List.copyOf(tests);
        }
    }

    /** What a label must be. One that is not there is empty. */
    record Test(String label, String operator, String value) {
        boolean holds(String actual) {
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                case "!~" -> !actual.matches(value);
                default -> throw new IllegalArgumentException("no test of a label: " + operator);
            };
        }
    }

    PromQl {
        selectors = List.copyOf(selectors);
        grouping = Set.copyOf(grouping);
    }

    /** @throws IllegalArgumentException where it is no such expression */
    static PromQl of(String expression) {
        return new Reading(expression, tokens(expression)).all();
    }

    private static List<String> tokens(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!token.region(at, expression.length()).lookingAt()) {
                throw new IllegalArgumentException("at " + at + " of " + expression);
            }
            if (!token.group().isBlank()) {
                tokens.add(token.group());
            }
            at = token.end();
        }
        return tokens;
    }

    /** One expression on its way from its first token to its last. */
    private static final class Reading {
        private final String expression;
        private final List<String> tokens;
        private final List<Selector> selectors = new ArrayList<>();
        private final Set<String> grouping = new LinkedHashSet<>();
        private int next = 0;

        Reading(String expression, List<String> tokens) {
            this.expression = expression;
            this.tokens = tokens;
        }

        PromQl all() {
            while (next < tokens.size()) {
                String token = take();
                if (GROUPING.contains(token)) {
                    expect("(");
                    grouping.addAll(list());
                } else if (isWord(token) && !OPERATORS.contains(token)) {
                    word(token);
                }
            }
            return new PromQl(selectors, grouping);
        }

        private void word(String word) {
            if (peek().equals("(") || GROUPING.contains(peek())) {
                if (!FUNCTIONS.contains(word)) {
                    throw new IllegalArgumentException("unknown function " + word + " in " + expression);
                }
            } else if (peek().equals("{")) {
                take();
                selectors.add(new Selector(word, tests()));
            } else {
                selectors.add(new Selector(word, List.of()));
            }
        }

        private List<String> list() {
            List<String> words = new ArrayList<>();
            for (String token = take(); !token.equals(")"); token = take()) {
                if (isWord(token)) {
                    words.add(token);
                }
            }
            return words;
        }

        private List<Test> tests() {
            List<Test> tests = new ArrayList<>();
            for (String token = take(); !token.equals("}"); token = take()) {
                if (!token.equals(",")) {
                    String operator = take();
                    String value = take();
                    tests.add(new Test(token, operator, value.substring(1, value.length() - 1)));
                }
            }
            return tests;
        }

        private String peek() {
            return next < tokens.size() ? tokens.get(next) : "";
        }

        private String take() {
            if (next == tokens.size()) {
                throw new IllegalArgumentException("it ends too early: " + expression);
            }
            return tokens.get(next++);
        }

        private void expect(String token) {
            if (!take().equals(token)) {
                throw new IllegalArgumentException("no " + token + " where it belongs in " + expression);
            }
        }

        private static boolean isWord(String token) {
            return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
        }
    }
}
