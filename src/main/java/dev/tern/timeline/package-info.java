/**
 * When a rule is true of a visitor: intervals and their algebra, what is kept of the visitor's events, and rules compiled to ask it. The hot
 * path: plain Java, immutable values, no boxing, and nothing that looks at a clock.
 */
@NullMarked
package dev.tern.timeline;

import org.jspecify.annotations.NullMarked;
