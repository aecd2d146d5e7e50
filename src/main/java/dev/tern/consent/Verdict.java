package dev.tern.consent;

/** What one signal says, from the mildest to the strictest. */
enum Verdict {
    /** The visitor agreed to storing and profiling. */
    YES,
    /** Absent, or says nothing about us. */
    SILENT,
    /** Not agreed, or unreadable. */
    NO,
    /** A no that is the visitor's own statement. */
    REFUSAL
}
