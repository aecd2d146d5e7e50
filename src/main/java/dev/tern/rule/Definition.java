package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An audience as its owner defines it.
 *
 * @param name for people
 * @param keep how long a visitor stays after the last instant at which the rule was true
 */
public record Definition(String name, Rule rule, Optional<Window> keep) {
    public Definition {
        requireNonNull(name, "name");
        requireNonNull(rule, "rule");
        requireNonNull(keep, "keep");
    }
}
