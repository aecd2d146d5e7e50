/** The record: one packed value per visitor, its form, and its store in Redis with compare-and-set. On the hot path. */
@NullMarked
package dev.tern.visitor;

import org.jspecify.annotations.NullMarked;
