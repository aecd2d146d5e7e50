/** The shared nouns: sites, audiences, visitors, events. Plain Java, and nothing of the product imports less. */
@NullMarked
package dev.tern;

import org.jspecify.annotations.NullMarked;
