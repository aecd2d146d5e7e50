/** How refusals look: RFC 9457 problem documents, one way for every surface. */
@NullMarked
package dev.tern.problem;

import org.jspecify.annotations.NullMarked;
