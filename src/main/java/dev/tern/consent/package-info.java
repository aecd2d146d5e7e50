/** The gate: every signal of consent that a hit brings becomes one decision. Plain Java. */
@NullMarked
package dev.tern.consent;

import org.jspecify.annotations.NullMarked;
