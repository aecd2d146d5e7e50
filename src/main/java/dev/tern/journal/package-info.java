/** The journal: what was accepted waits here, in ring files that outlive the process, until the store has it. Appending is on the hot path. */
@NullMarked
package dev.tern.journal;

import org.jspecify.annotations.NullMarked;
