package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words by which the address of a page says something about its visitor that nobody may profile by without a legal
 * basis of their own (GDPR, article 9; children: recital 38). {@code docs/PRIVACY.md} shows them.
 */
enum SensitiveWords {
    HEALTH("""
            abortion addiction aids alcoholism cancer clinic depression diabetes diagnosis disability disease
            fertility health hiv hospital medical medication oncology patient patients pregnancy pregnant
            psychiatry rehab symptom symptoms therapy gesundheit klinik krankheit schwangerschaft"""),
    RELIGION("""
            bible catholic christian church faith hindu islam jewish judaism mosque muslim quran religion
            religious synagogue kirche moschee"""),
    SEXUALITY("bisexual gay homosexual lesbian lgbt lgbtq porn queer sex sexual sexuality transgender"),
    POLITICS("conservative democrats election elections political politics republicans politik wahlen"),
    ETHNICITY("asylum ethnic ethnicity immigrant immigration migrant racial refugee refugees"),
    UNIONS("union unions gewerkschaft"),
    CHILDREN("child children kid kids teen teenager teens toddler kinder");

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");
    private static final Map<String, SensitiveWords> CATEGORIES = new HashMap<>();

    static {
        for (SensitiveWords category : values()) {
            category.words().forEach(word -> CATEGORIES.put(word, category));
        }
    }

    private final String words;

    /** @param words in lower case, letters alone */
    SensitiveWords(String words) {
        this.words = words;
    }

    /** In words for a sentence. */
    String category() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> words() {
        return SPACE.splitAsStream(words).toList();
    }

    /** A word that was found. */
    record Found(String word, SensitiveWords category) {}

    /** The first that stands in a text between other characters than letters, in any case. */
    static Optional<Found> in(String text) {
        return NO_LETTERS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(CATEGORIES::containsKey)
                .findFirst()
                .map(word -> new Found(word, requireNonNull(CATEGORIES.get(word))));
    }
}
