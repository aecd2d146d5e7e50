/** Who may ask: API keys, their scopes, and the filter that holds every resource to them. */
@NullMarked
package dev.tern.access;

import org.jspecify.annotations.NullMarked;
