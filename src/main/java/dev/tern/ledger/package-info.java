/** Who is gone, kept in PostgreSQL as well, so that a Redis which comes from a backup brings nobody back. */
@NullMarked
package dev.tern.ledger;

import org.jspecify.annotations.NullMarked;
