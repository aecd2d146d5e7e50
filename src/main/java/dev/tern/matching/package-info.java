/** From an event to the traits that it counts for. On the hot path: everything is compiled when a rule set is made. */
@NullMarked
package dev.tern.matching;

import org.jspecify.annotations.NullMarked;
