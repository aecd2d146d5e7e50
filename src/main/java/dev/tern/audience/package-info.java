/** Audiences, in SQL and by REST; and the publishing of everything that is defined, now and once more until it is. */
@NullMarked
package dev.tern.audience;

import org.jspecify.annotations.NullMarked;
