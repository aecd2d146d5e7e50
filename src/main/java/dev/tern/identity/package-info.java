/** The visitor's cookie: minted at random, signed for one site, read back without trust. On the hot path. */
@NullMarked
package dev.tern.identity;

import org.jspecify.annotations.NullMarked;
