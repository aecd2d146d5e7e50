package dev.tern.importing;

import dev.tern.json.Place;

/** How Meta holds an aggregate against a number. */
enum Comparison {
    IS,
    IS_NOT,
    AT_LEAST,
    ABOVE,
    AT_MOST,
    BELOW;

    static Comparison read(Place place) {
        return switch (place.text(1, 100)) {
            case "=", "eq" -> IS;
            case "!=", "neq" -> IS_NOT;
            case ">=", "gte" -> AT_LEAST;
            case ">", "gt" -> ABOVE;
            case "<=", "lte" -> AT_MOST;
            case "<", "lt" -> BELOW;
            case "in_range", "not_in_range" ->
                throw place.refusal(
                        "one of =, !=, >=, >, <=, <: whether the ends of a range are in it is not documented");
            default -> throw place.refusal("one of =, !=, >=, >, <=, <");
        };
    }

    /** The same between the numbers' opposites. */
    Comparison mirrored() {
        return switch (this) {
            case IS, IS_NOT -> this;
            case AT_LEAST -> AT_MOST;
            case ABOVE -> BELOW;
            case AT_MOST -> AT_LEAST;
            case BELOW -> ABOVE;
        };
    }
}
