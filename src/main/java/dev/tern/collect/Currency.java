package dev.tern.collect;

/** The form of a currency's code (ISO 4217): three letters. */
final class Currency {
    static final String FORM = "three letters, such as EUR";

    private Currency() {}

    static boolean is(String text) {
        return text.length() == 3 && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    }
}
