package dev.tern.matching.checks;

import dev.tern.matching.facts.Facts;

/** A compiled test, or several. */
@FunctionalInterface
interface Check {
    boolean holds(Facts facts);
}
