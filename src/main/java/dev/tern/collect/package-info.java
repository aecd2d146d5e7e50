/** Where hits enter: the pixel, and events from servers. On the hot path. */
@NullMarked
package dev.tern.collect;

import org.jspecify.annotations.NullMarked;
