package dev.tern.importing;

import dev.tern.json.Members;
import dev.tern.json.Place;
import java.util.Locale;
import java.util.Optional;

/** The members of a Protocol Buffers message in JSON, where {@code lookbackWindowDays} may be {@code lookback_window_days}. */
final class ProtoMembers {
    private final Members members;

    ProtoMembers(Place place) {
        this.members = place.members();
    }

    /** Whether there is such a member, written in either way. */
    boolean has(String name) {
        return members.has(name) || members.has(snake(name));
    }

    /** @param name in camel case */
    Optional<Place> optional(String name) {
        Optional<Place> camel = members.optional(name);
        if (snake(name).equals(name)) {
            return camel;
        }
        Optional<Place> snake = members.optional(snake(name));
        if (camel.isPresent() && snake.isPresent()) {
            throw snake.get().refusal("%s or %s, not both".formatted(name, snake(name)));
        }
        return camel.or(() -> snake);
    }

    Place required(String name) {
        return optional(name).orElseGet(() -> members.required(name));
    }

    void nothingElse() {
        members.nothingElse();
    }

    private static String snake(String name) {
        return name.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
    }
}
