/** How Tern talks to Redis: one shared, pipelined connection that comes back by itself. */
@NullMarked
package dev.tern.redis;

import org.jspecify.annotations.NullMarked;
