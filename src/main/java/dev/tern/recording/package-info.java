/** The last steps of a hit: what the journal holds becomes records and index entries, in batches. On the hot path. */
@NullMarked
package dev.tern.recording;

import org.jspecify.annotations.NullMarked;
