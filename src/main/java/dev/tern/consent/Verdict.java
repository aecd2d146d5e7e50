package dev.tern.consent;

/** What one signal says. Of several the last one here counts. */
enum Verdict {
    /** Absent, or says nothing about us. */
    SILENT,
    /** The visitor agreed to storing and profiling. */
    YES,
    /** Not agreed, or unreadable. */
    NO,
    /** A no that is the visitor's own statement. */
    REFUSAL;

    boolean denies() {
        return this == NO || this == REFUSAL;
    }
}
