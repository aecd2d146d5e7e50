/** Which part of the HTTP surface this pod serves, so that parts can be scaled apart. */
@NullMarked
package dev.tern.surface;

import org.jspecify.annotations.NullMarked;
