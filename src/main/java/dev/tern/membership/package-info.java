/** Every question that an ad server asks: the audiences of a visitor, and the visitors of an audience. On the hot path. */
@NullMarked
package dev.tern.membership;

import org.jspecify.annotations.NullMarked;
