/** The language of audiences: rules as values, their limits, their JSON and their plain English. Plain Java. */
@NullMarked
package dev.tern.rule;

import org.jspecify.annotations.NullMarked;
