/** How the control plane, and nothing else, talks to PostgreSQL: its schema, its transactions, and what its being away means. */
@NullMarked
package dev.tern.sql;

import org.jspecify.annotations.NullMarked;
