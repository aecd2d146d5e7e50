/** Who made a request: a person's browser, a machine, a browser that looks ahead, or a mail proxy. On the hot path. */
@NullMarked
package dev.tern.agent;

import org.jspecify.annotations.NullMarked;
