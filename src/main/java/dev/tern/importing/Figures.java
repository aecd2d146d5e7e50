package dev.tern.importing;

import dev.tern.Decimal;
import dev.tern.json.Place;
import java.util.Optional;

/** Numbers that others write as JSON numbers or as texts. */
final class Figures {
    private Figures() {}

    static Decimal decimal(Place place) {
        return place.node().isTextual()
                ? Decimal.parse(place.node().textValue()).orElseThrow(() -> place.refusal(Decimal.FORM))
                : place.decimal();
    }

    /** The whole number, between these ends, both included. */
    static long whole(Place place, long min, long max) {
        if (!place.node().isTextual()) {
            return place.whole(min, max);
        }
        return Optional.of(place.node().textValue())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .filter(number -> min <= number && number <= max)
                .orElseThrow(() -> place.refusal("a whole number from %d to %d".formatted(min, max)));
    }
}
