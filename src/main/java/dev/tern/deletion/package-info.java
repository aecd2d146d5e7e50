/** Deletion requests of partners, by the IAB's Data Deletion Request Framework 1.0: who may ask, what they ask, what they are answered. */
@NullMarked
package dev.tern.deletion;

import org.jspecify.annotations.NullMarked;
