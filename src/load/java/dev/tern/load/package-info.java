/** The load test: drives the packaged application and nginx in turn, checks what was stored, and says how they compare. */
package dev.tern.load;
