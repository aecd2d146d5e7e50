/** What every pod knows of each site: published by the control plane in Redis, held in memory, swapped by one reference. */
@NullMarked
package dev.tern.catalog;

import org.jspecify.annotations.NullMarked;
