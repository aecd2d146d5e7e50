package dev.tern.collect;

import dev.tern.visitor.Tombstone;

/** What became of a hit. The sum of all is what was offered. */
enum Outcome {
    /** In the journal. */
    ACCEPTED("accepted", ""),
    /** No rule asks about it, or about what this agent does. */
    UNASKED("unasked", ""),
    /** The journal is full. */
    DROPPED("dropped", "journal_full"),
    UNKNOWN_SITE("refused", "unknown_site"),
    QUERY_TOO_LONG("refused", "query_too_long"),
    INVALID("refused", "invalid"),
    TOO_OLD("refused", "too_old"),
    TOO_EARLY("refused", "too_early"),
    /** The visitor was erased. */
    ERASED("refused", "erased"),
    /** The visitor has taken the consent back. */
    WITHDRAWN("refused", "withdrawn");

    private final String text;
    private final String reason;

    Outcome(String text, String reason) {
        this.text = text;
        this.reason = reason;
    }

    String text() {
        return text;
    }

    String reason() {
        return reason;
    }

    /** What becomes of an event whose visitor is gone. */
    static Outcome of(Tombstone gone) {
        return switch (gone) {
            case ERASED -> ERASED;
            case WITHDRAWN -> WITHDRAWN;
        };
    }
}
