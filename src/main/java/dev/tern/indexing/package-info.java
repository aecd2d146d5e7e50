/** Brings the lists up to date with changed rules, in the background, by a pass over all records; says how far it is. */
@NullMarked
package dev.tern.indexing;

import org.jspecify.annotations.NullMarked;
