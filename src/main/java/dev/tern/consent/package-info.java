/** The gate: every signal of consent that a hit brings becomes one decision. Plain Java and the IAB's decoders. */
@NullMarked
package dev.tern.consent;

import org.jspecify.annotations.NullMarked;
