package dev.tern.rule;

import dev.tern.json.Place;

/** How many terms one definition may still have. */
final class Terms {
    private int left = Limits.TERMS_MAX;

    /** Takes the one that stands here. */
    void take(Place place) {
        left--;
        if (left < 0) {
            throw place.refusal("at most %d rules, names, tests and values in all".formatted(Limits.TERMS_MAX));
        }
    }
}
