/** Strict JSON: read under limits, and what is refused is named by its pointer. Plain Java and Jackson's tree. */
@NullMarked
package dev.tern.json;

import org.jspecify.annotations.NullMarked;
