/** Who is in an audience, and every question an ad server asks about it. Adding to the index is on the way of a hit. */
@NullMarked
package dev.tern.membership;

import org.jspecify.annotations.NullMarked;
