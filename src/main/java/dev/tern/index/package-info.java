/** The index: per audience, the visitors that may be members, in Redis, split as it grows. Adding to it is on the hot path. */
@NullMarked
package dev.tern.index;

import org.jspecify.annotations.NullMarked;
