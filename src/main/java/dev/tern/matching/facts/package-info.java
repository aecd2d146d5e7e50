/** One event as rules see it. On the hot path: nothing is taken apart twice or before a rule asks. */
@NullMarked
package dev.tern.matching.facts;

import org.jspecify.annotations.NullMarked;
