/** What visitors may ask for: to see what is held of them, and to be gone. */
@NullMarked
package dev.tern.privacy;

import org.jspecify.annotations.NullMarked;
