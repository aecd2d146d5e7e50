/** Compiled conditions: what must hold of one event. On the hot path: everything is compiled when a rule set is made. */
@NullMarked
package dev.tern.matching.checks;

import org.jspecify.annotations.NullMarked;
