/** How Tern runs: the way in, checks before it serves, health, and the engines of development mode. */
@NullMarked
package dev.tern.ops;

import org.jspecify.annotations.NullMarked;
