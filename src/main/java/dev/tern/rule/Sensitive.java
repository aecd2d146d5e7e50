package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Members;
import dev.tern.json.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rules of a site are sensitive: those with a test on an address that has one of {@link SensitiveWords} in it, or the
 * fixed part of one of the site's patterns.
 *
 * @param patterns of paths, as {@code like} has them
 * @param legalBasis on which the site may have such rules; without one they are refused
 */
public record Sensitive(List<String> patterns, Optional<String> legalBasis) {
    /** What holds of a site that says nothing. */
    public static final Sensitive DEFAULT = new Sensitive(List.of(), Optional.empty());

    private static final Pattern WILD = Pattern.compile("[*?]");
    private static final int FIXED_CHARS_MIN = 3;
    private static final List<String> FIELDS = List.of("url", "host", "path", "referrer", "referrer.host");
    private static final String QUERY = "query.";

    public Sensitive {
        patterns = List.copyOf(patterns);
        requireNonNull(legalBasis, "legalBasis");
        if (!patterns.stream().allMatch(Sensitive::isPattern)) {
            throw new IllegalArgumentException("a pattern without a fixed part");
        }
    }

    /** A sensitive test of a rule: where it stands, and what is in it. */
    public record Found(String pointer, String what) {
        /** The refusal of the rule, to throw. */
        public Refusal refusal() {
            return new Refusal(
                    pointer, "nothing sensitive (%s), unless the site states a legal basis for it".formatted(what));
        }
    }

    /** Whether a text is a pattern: one whose longest part between wildcards says what it is about. */
    public static boolean isPattern(String text) {
        return fixed(text).length() >= FIXED_CHARS_MIN;
    }

    private static String fixed(String pattern) {
        return WILD.splitAsStream(pattern)
                .max(Comparator.comparingInt(String::length))
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }

    /** The first sensitive test of a definition, which must be a right one; whether the site may have it or not. */
    public Optional<Found> in(JsonNode definition) {
        return inside(definition.required("rule"), "/rule").findFirst();
    }

    /** Whether the site may not have the definition. */
    public boolean refuses(JsonNode definition) {
        return legalBasis.isEmpty() && in(definition).isPresent();
    }

    private Stream<Found> inside(JsonNode node, String pointer) {
        if (node.isArray()) {
            return IntStream.range(0, node.size()).boxed().flatMap(i -> inside(node.get(i), pointer + "/" + i));
        }
        return node.properties().stream().flatMap(member -> {
            String at = Members.pointer(pointer, member.getKey());
            return isAddress(member.getKey())
                    ? tests(member.getKey(), member.getValue(), at)
                    : inside(member.getValue(), at);
        });
    }

    private static boolean isAddress(String field) {
        return FIELDS.contains(field) || field.startsWith(QUERY);
    }

    private Stream<Found> tests(String field, JsonNode tests, String pointer) {
        if (!tests.isObject()) {
            return test(field, tests, pointer);
        }
        return tests.properties().stream()
                .flatMap(test -> test(field, test.getValue(), Members.pointer(pointer, test.getKey())));
    }

    /** The name of a query's value is part of the address as well. */
    private Stream<Found> test(String field, JsonNode value, String pointer) {
        Stream<String> name = field.startsWith(QUERY) ? Stream.of(field.substring(QUERY.length())) : Stream.empty();
        Stream<String> values = value.isArray() ? value.valueStream().map(JsonNode::asText) : Stream.of(value.asText());
        return Stream.concat(name, values).flatMap(text -> what(text).stream()).map(what -> new Found(pointer, what));
    }

    private Optional<String> what(String text) {
        Optional<String> word = SensitiveWords.in(text)
                .map(found -> "%s: %s".formatted(found.category().category(), found.word()));
        String folded = text.toLowerCase(Locale.ROOT);
        return word.or(() -> patterns.stream()
                .filter(pattern -> folded.contains(fixed(pattern)))
                .findFirst()
                .map(pattern -> "the site's pattern " + pattern));
    }
}
